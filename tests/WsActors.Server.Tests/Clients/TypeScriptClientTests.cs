using System.Net;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.Documents;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Storage;

namespace WsActors.Server.Tests.Clients;

/// <summary>The package wsactors as it is published, against the real server.</summary>
[Trait("Speed", "Slow")]
public sealed class TypeScriptClientTests : IDisposable
{
    private const string Readme = "src/clients/typescript/README.md";

    private readonly DataDirectory _directory = new();

    public static TheoryData<string> Platforms => [TypeScriptClient.InChromium, TypeScriptClient.InNode];

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task The_first_example_of_its_README_prints_what_is_published(string platform)
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var client = await TypeScriptClient.StartAsync(platform, server.AdminUri);

        await client.RunAsync(ReadmeScript("for await (const event of client.subscribe(\"news\"))", server.PushUri));
        await admin.ExpectSubscribersAsync("news", 1);
        await admin.PublishAsync("news", "hello");

        Assert.Equal("hello", await client.NextLineAsync());
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task Nothing_is_lost_or_doubled_when_the_server_is_killed_again_and_again(string platform)
    {
        const int Rounds = 4;
        const int PerRound = 60;
        var server = await StartAsync();
        var (push, admin) = (server.PushUri, server.AdminUri);
        await using var client = await TypeScriptClient.StartAsync(platform, admin);
        await client.RunAsync($$"""
            const client = wsactors.createClient("{{push.AbsoluteUri}}connect", { minBackOff: 50, maxBackOff: 500 });
            const news = client.subscribe("{{DurableServer.Topic}}");
            news.on("state", console.log);
            news.on("message", ({ data, offset }) => console.log(`${data} at ${offset}, ${news.position.offset}`));
            news.on("gap", ({ reason }) => console.log(`gap ${reason}`));
            """);
        Assert.Empty(await client.LinesUntilAsync("live"));

        var lines = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            // The server is killed while publications are on their way to it and from it; those without an answer are repeated.
            var publishing = PublishAsync(admin, (round * PerRound) + 1, PerRound);
            lines.AddRange(await client.LinesUntilAsync(LineOf((round * PerRound) + 5)));
            lines.Add(LineOf((round * PerRound) + 5));
            await server.SignalAsync("KILL");
            await server.WaitForExitAsync();
            await server.DisposeAsync();
            server = await StartAsync($"--WsActors:Push:Port={push.Port}", $"--WsActors:Admin:Port={admin.Port}");
            await publishing;
        }

        await using (server)
        {
            using var api = new AdminClient(admin);
            await api.ExpectSubscribersAsync(DurableServer.Topic, 1);
            await PublishAsync(admin, (Rounds * PerRound) + 1, 1);
            lines.AddRange(await client.LinesUntilAsync(LineOf((Rounds * PerRound) + 1)));
        }

        Assert.Equal(Enumerable.Range(1, Rounds * PerRound).Select(LineOf), lines.Where(line => line is not ("pending" or "live")));
        Assert.Equal(Rounds, lines.Count(line => line == "live"));
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task A_log_that_is_lost_with_the_server_is_a_gap(string platform)
    {
        var server = await RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");
        var (push, address) = (server.PushUri, server.AdminUri);
        using var admin = new AdminClient(address);
        await using var client = await TypeScriptClient.StartAsync(platform, address);
        await client.RunAsync($$"""
            const client = wsactors.createClient("{{push.AbsoluteUri}}connect", { minBackOff: 50, maxBackOff: 500 });
            const news = client.subscribe("news");
            news.on("state", console.log);
            news.on("message", ({ data }) => console.log(data));
            news.on("gap", ({ reason, reload }) => console.log(`gap ${reason} ${reload}`));
            """);
        Assert.Empty(await client.LinesUntilAsync("live"));
        await admin.PublishAsync("news", "before");
        Assert.Equal("before", await client.NextLineAsync());
        await server.SignalAsync("KILL");
        await server.WaitForExitAsync();
        await server.DisposeAsync();

        await using var again = await RunningServer.StartAsync(
            $"--WsActors:Push:Port={push.Port}", "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:History:Messages=100");
        using var newAdmin = new AdminClient(again.AdminUri);
        Assert.Equal("pending", await client.NextLineAsync());
        await newAdmin.ExpectSubscribersAsync("news", 1);
        await newAdmin.PublishAsync("news", "after");

        Assert.Equal(["gap epoch_changed true", "live"], (await client.LinesUntilAsync("after")).Order());
    }

    // The back end is the admin API: the state is the number of messages in the history.
    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task A_snapshot_and_the_messages_after_it_make_a_state_also_when_the_log_is_lost(string platform)
    {
        const string Topic = "votes";
        var server = await StartAsync();
        var (push, address) = (server.PushUri, server.AdminUri);
        using var admin = new AdminClient(address);
        await admin.PublishAsync(Topic, "yes");
        await admin.PublishAsync(Topic, "no");
        await using var client = await TypeScriptClient.StartAsync(platform, address);
        await client.RunAsync($$"""
            let last = { state: 0, position: { epoch: "none", offset: 0 } };
            const load = async () => {
              const { epoch, offset, messages } = await (await fetch("{{address.AbsoluteUri}}api/topics/{{Topic}}/messages?limit=100")).json();
              return last = messages?.length ? { state: messages.length, position: { epoch, offset } } : last;
            };
            const client = wsactors.createClient("{{push.AbsoluteUri}}connect", { minBackOff: 50, maxBackOff: 500 });
            (async () => {
              for await (const count of wsactors.follow(client, "{{Topic}}", load, (count) => count + 1)) {
                console.log(`${count}`);
              }
            })();
            """);
        Assert.Equal("2", await client.NextLineAsync());
        await admin.ExpectSubscribersAsync(Topic, 1);
        await admin.PublishAsync(Topic, "yes");
        Assert.Equal("3", await client.NextLineAsync());
        await server.SignalAsync("KILL");
        await server.WaitForExitAsync();
        await server.DisposeAsync();

        // The log is empty, so the last snapshot stays: it is loaded once more, and not again and again.
        await using var again = await StartAsync($"--WsActors:Push:Port={push.Port}", $"--WsActors:Admin:Port={address.Port}");
        Assert.Equal("2", await client.NextLineAsync());
        using var newAdmin = new AdminClient(address);
        await newAdmin.PublishAsync(Topic, "no");

        Assert.Equal("3", await client.NextLineAsync());
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task Where_no_WebSockets_get_through_event_streams_continue_and_a_WebSocket_takes_over_later(string platform)
    {
        await using var server = await StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var proxy = NodeClient.Start("fault-proxy.mjs", $"{server.PushUri.Port}");
        var port = (int)(await proxy.NextAsync("ready"))["port"]!;
        await InjectAsync(proxy, "block");
        await admin.PublishAsync(DurableServer.Topic, "before");
        await using var client = await TypeScriptClient.StartAsync(platform, server.AdminUri);

        // Attempts follow one another within 3 seconds, even while a stream works.
        await client.RunAsync($$"""
            const client = wsactors.createClient("ws://127.0.0.1:{{port}}/connect", { minBackOff: 50, random: () => 0.01 });
            const news = client.subscribe("{{DurableServer.Topic}}", { since: { epoch: "gone", offset: 7 } });
            client.on("state", ({ transport }) => transport && console.log(transport));
            news.on("message", ({ data }) => console.log(JSON.stringify(data)));
            news.on("gap", ({ reason }) => console.log(`gap ${reason}`));
            """);
        Assert.Equal(["\"before\"", "gap epoch_changed", "stream"], (await LinesAsync(client, 3)).Order());

        // Text that looks like JSON, and a carriage return.
        await admin.PublishAsync(DurableServer.Topic, "1");
        await admin.PublishAsync(DurableServer.Topic, "a\rb");
        await admin.PostAsync($"/api/topics/{DurableServer.Topic}/messages", "{\"n\":\n1}");
        Assert.Equal(["\"1\"", "\"a\\rb\"", "{\"n\":1}"], await LinesAsync(client, 3));
        await client.RunAsync($$"""client.publish("{{DurableServer.Topic}}", 1).catch(({ code }) => console.log(code));""");
        Assert.Equal("no_websocket", await client.NextLineAsync());

        await InjectAsync(proxy, "allow");
        Assert.Equal("websocket", await client.NextLineAsync());
        await client.RunAsync($$"""client.publish("{{DurableServer.Topic}}", "over the socket").then(({ offset }) => console.log(`${offset}`));""");

        Assert.Equal(["\"over the socket\"", "5"], (await LinesAsync(client, 2)).Order());
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task Nothing_is_lost_or_doubled_by_connections_that_break_fall_silent_or_are_closed(string platform)
    {
        const int PerFault = 20;
        var server = await StartAsync();
        var (push, address) = (server.PushUri, server.AdminUri);
        await using var proxy = NodeClient.Start("fault-proxy.mjs", $"{push.Port}");
        var port = (int)(await proxy.NextAsync("ready"))["port"]!;
        await using var client = await TypeScriptClient.StartAsync(platform, address);

        // Ten times as fast, so that silence is noticed within four seconds.
        await client.RunAsync($$"""
            const clock = {
              now: () => Date.now() * 10,
              setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds / 10),
              clearTimeout: (timer) => clearTimeout(timer),
            };
            const news = wsactors.createClient("ws://127.0.0.1:{{port}}/connect", { clock }).subscribe("{{DurableServer.Topic}}");
            news.on("state", (state) => state === "live" && console.log(state));
            news.on("message", ({ data, offset }) => console.log(`${data} at ${offset}, ${news.position.offset}`));
            news.on("gap", ({ reason }) => console.log(`gap ${reason}`));
            """);
        Assert.Equal("live", await client.NextLineAsync());

        var lines = new List<string>();
        var published = 0;
        foreach (var fault in (string[])["cut", "freeze", "cut", "freeze", "4100", "1011", "TERM"])
        {
            var publishing = PublishAsync(address, published + 1, PerFault);
            lines.AddRange([.. await client.LinesUntilAsync(LineOf(published + 5)), LineOf(published + 5)]);
            if (fault == "TERM")
            {
                await server.TerminateAsync();
                await server.WaitForExitAsync();
                await server.DisposeAsync();
                server = await StartAsync($"--WsActors:Push:Port={push.Port}", $"--WsActors:Admin:Port={address.Port}");
            }
            else if (char.IsDigit(fault[0]))
            {
                await DisconnectAsync(address, fault);
            }
            else
            {
                await InjectAsync(proxy, fault);
            }

            await publishing;
            published += PerFault;
        }

        await using (server)
        {
            await PublishAsync(address, published + 1, 1);
            lines.AddRange(await client.LinesUntilAsync(LineOf(published + 1)));
        }

        Assert.Equal(Enumerable.Range(1, published).Select(LineOf), lines.Where(line => line != "live"));
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task Tokens_are_replaced_and_refusals_have_a_name(string platform)
    {
        using var issuer = new TestIssuer();
        await using var server = await RunningServer.StartAsync(
        [
            .. TokenServer.Keys(issuer),
            "--WsActors:Tokens:Anonymous=Refused",
            "--WsActors:Tokens:ClockSkew=00:00:00",
            "--WsActors:Tokens:RefreshBefore=00:00:29",
            "--WsActors:Push:RefuseWithCloseCode=All",
        ]);
        using var admin = new AdminClient(server.AdminUri);
        await using var client = await TypeScriptClient.StartAsync(platform, server.AdminUri);
        var shortLived = TestIssuer.For("ann", ("exp", DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeSeconds()));

        // A token that is rejected, one that is refreshed at once, and the one that replaces it.
        await client.RunAsync($$"""
            const tokens = ["x", "{{shortLived}}", "{{TestIssuer.For("ann")}}"];
            const client = wsactors.createClient("{{server.PushUri.AbsoluteUri}}connect", { minBackOff: 50, token: () => tokens.shift() });
            client.on("error", ({ code }) => console.log(code));
            client.on("state", ({ name }) => name === "connected" && console.log(name));
            """);
        Assert.Equal(["invalid_token", "connected"], await LinesAsync(client, 2));
        await client.RunAsync("const waiting = setInterval(() => tokens.length || (clearInterval(waiting), console.log('refreshed')), 10);");
        Assert.Equal("refreshed", await client.NextLineAsync());
        await client.RunAsync("client.publish('news', 1).catch(({ code }) => console.log(code));");
        Assert.Equal("publish_forbidden", await client.NextLineAsync());

        Assert.Equal(HttpStatusCode.Accepted, (await admin.DeleteAsync("/api/users/ann/connections?code=4000&reason=banned")).Status);
        Assert.Equal("disconnected", await client.NextLineAsync());
        await client.RunAsync("console.log(`${client.state.name}: ${client.state.error.message}`);");
        Assert.Equal("closed: The server ended the connection with 4000, not to return: banned.", await client.NextLineAsync());

        await client.RunAsync($$"""
            const lost = wsactors.createClient("{{server.PushUri.AbsoluteUri}}nowhere", { token: "{{TestIssuer.For("ann")}}" });
            lost.on("state", ({ name, error }) => name === "closed" && console.log(error.code));
            """);
        Assert.Equal("not_found", await client.NextLineAsync());
    }

    [TypeScriptTheory]
    [MemberData(nameof(Platforms))]
    public async Task Presence_lists_the_members_and_who_joins_and_leaves(string platform)
    {
        await using var server = await StartAsync("--WsActors:Topics:PresenceInterval=00:00:00.1", "--WsActors:Topics:PresenceGrace=00:00:00.1");
        await using var client = await TypeScriptClient.StartAsync(platform, server.AdminUri);
        await client.RunAsync($$"""
            const first = wsactors.createClient("{{server.PushUri.AbsoluteUri}}connect");
            let count;
            first.presence("room").on("change", ({ length }) => length !== count && console.log(`${count = length}`));
            """);
        Assert.Equal("1", await client.NextLineAsync());

        await client.RunAsync($"""
            const second = wsactors.createClient("{server.PushUri.AbsoluteUri}connect");
            second.subscribe("room");
            """);
        Assert.Equal("2", await client.NextLineAsync());
        await client.RunAsync("second.close();");

        Assert.Equal("1", await client.NextLineAsync());
    }

    public void Dispose() => _directory.Dispose();

    private Task<RunningServer> StartAsync(params string[] more) => DurableServer.StartAsync(
        _directory.Path, ["--WsActors:Topics:Rules:0:Publish=Anyone", "--WsActors:Topics:Rules:1:Presence=true", .. more]);

    /// <summary>A module of the README as a script: the package is there already, and the address is the server's.</summary>
    private static string ReadmeScript(string text, Uri push)
    {
        var lines = DocumentBlock.Containing(Readme, "js", text).Split('\n');
        Assert.StartsWith("import {", lines[0], StringComparison.Ordinal);
        var body = string.Join('\n', lines[1..]).Replace("ws://localhost:8080/", push.AbsoluteUri, StringComparison.Ordinal);
        return $$"""(async ({ createClient, follow }) => { {{body}} })(wsactors);""";
    }

    private static async Task InjectAsync(NodeClient proxy, string fault)
    {
        await proxy.DoAsync(fault);
        await proxy.NextAsync("done");
    }

    // There may be none at this moment.
    private static async Task DisconnectAsync(Uri address, string code)
    {
        using var admin = new AdminClient(address);
        foreach (var connection in await admin.ConnectionsOfAsync(DurableServer.Topic))
            await admin.DeleteAsync($"/api/connections/{connection.GetProperty("id")}?code={code}");
    }

    private static string LineOf(int number) => $"{number} at {number}, {number}";

    private static async Task<IReadOnlyList<string>> LinesAsync(TypeScriptClient client, int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
            lines.Add(await client.NextLineAsync());
        return lines;
    }

    private static async Task PublishAsync(Uri address, int first, int count)
    {
        using var admin = new AdminClient(address);
        foreach (var number in Enumerable.Range(first, count))
        {
            await Eventually.HoldsAsync(async () =>
            {
                var request = admin.Request(HttpMethod.Post, $"/api/topics/{DurableServer.Topic}/messages");
                request.Content = new StringContent($"{number}");
                request.Headers.Add("Idempotency-Key", $"{number}");
                Assert.Equal(HttpStatusCode.OK, (await admin.SendAsync(request)).Status);
            });
        }
    }
}
