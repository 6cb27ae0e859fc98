using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Clients;

/// <summary>Refusals as a page in a real browser sees them: a code of its own and a reason, where an HTTP status would be 1006.</summary>
[Trait("Speed", "Slow")]
public sealed class ChromiumRefusalTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private Chromium _browser = null!;

    public async Task InitializeAsync()
    {
        using var issuer = new TestIssuer();
        _server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(issuer),
            "--WsActors:Push:MaxConnectionsPerUser=1",
            "--WsActors:Topics:Rules:0:Match=closed",
            "--WsActors:Topics:Rules:0:Subscribe=Nobody",
        ]);
        _browser = await Chromium.StartAsync();
        await _browser.OpenAsync("page", Chromium.PlainPage(_server.AdminUri));
        await _browser.RunAsync("page", """
            window.connect = (url, ...offers) => {
              const socket = new WebSocket(url, offers);
              const said = [];
              socket.onmessage = ({ data }) => said.push(JSON.parse(data).code ?? JSON.parse(data).type);
              socket.onclose = ({ code, reason, wasClean }) => console.log([code, reason, wasClean, ...said].join("|"));
              return socket;
            };
            """);
    }

    [ChromiumFact]
    public async Task A_page_sees_why_it_was_refused_whatever_the_status()
    {
        var token = TestIssuer.For("ann");
        using var first = await TestClient.OpenAsync(_server.PushUri, $"/connect?access_token={token}");

        await ExpectAsync("/connect", ["graphql-ws"], "4001|none of the offered subprotocols is spoken here: offer wsactors.v1.json, or none|true");
        await ExpectAsync("/topics/news?since=x", [], "4002|since is wrong: it must be an offset, a whole number from 0, or a position, EPOCH-OFFSET|true");
        await ExpectAsync("/topics/closed", ["bearer." + TestIssuer.For("bob"), "wsactors.v1.plain"], "4003|the rule of topic closed lets no client subscribe: see WsActors:Topics:Rules|true");
        await ExpectAsync("/nowhere", ["wsactors.v1.json"], "4004|there is nothing here: connect to /connect, /topics/{topic} or /echo|true|not_found");
        await ExpectAsync("/connect", ["wsactors.v1.json", "bearer." + token], "4104|you have 1 connections, as many as you may|true|too_many_of_user|goodbye");
        await ExpectAsync("/connect", ["wsactors.v1.json", "bearer.x"], "4201|the token is not a signed JSON Web Token|true|invalid_token");
        await ExpectAsync("/echo", ["wsactors.v1.plain", "bearer.x"], "4201|the token is not a signed JSON Web Token|true");

        using var admin = new AdminClient(_server.AdminUri);
        await Eventually.HoldsAsync(async () =>
        {
            var metrics = await admin.MetricsAsync();
            Assert.Equal(1, metrics.Value("wsactors_handshakes_total", ("outcome", "accepted")));
            Assert.Equal(1, metrics.Value("wsactors_handshakes_total", ("outcome", "unknown_subprotocol")));
            Assert.Equal(1, metrics.Value("wsactors_handshakes_total", ("outcome", "not_found")));
            Assert.Equal(2, metrics.Value("wsactors_handshakes_total", ("outcome", "invalid_token")));
            Assert.Equal(7, metrics.Value("wsactors_connections_ended_total", ("outcome", "refused")));
            Assert.Equal(0, metrics.Value("wsactors_closes_total"));
        });
    }

    [ChromiumTheory]
    [InlineData("/topics/news", "wsactors.v1.plain")]
    [InlineData("/echo", "wsactors.v1.plain")]
    [InlineData("/connect", "wsactors.v1.json")]
    public async Task A_page_may_send_its_token_next_to_a_subprotocol_on_every_path(string path, string subprotocol)
    {
        await _browser.RunAsync("page", $$"""
            const socket = connect("{{Push(path)}}", "bearer.{{TestIssuer.For("bob")}}", "{{subprotocol}}");
            socket.onopen = () => console.log(`open ${socket.protocol}`);
            """);

        Assert.Equal($"open {subprotocol}", await _browser.NextConsoleLineAsync("page"));
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task ExpectAsync(string path, string[] offers, string line)
    {
        var arguments = string.Join(", ", offers.Prepend(Push(path)).Select(text => $"\"{text}\""));
        await _browser.RunAsync("page", $"connect({arguments});");
        Assert.Equal(line, await _browser.NextConsoleLineAsync("page"));
    }

    private string Push(string path) => $"ws://localhost:{_server.PushUri.Port}{path}";
}
