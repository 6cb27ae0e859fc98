using System.IO.Compression;
using System.Net;
using System.Net.WebSockets;
using WsActors.Testing;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Floods by clients that are let in: what becomes of the client, and of the others.</summary>
[Trait("Speed", "Slow")]
public sealed class AttackTests
{
    private const string Slow = "--WsActors:Push:CommandsPerSecond=1";
    private const string Burst = "--WsActors:Push:CommandBurst=20";

    private static readonly WebSocketCloseStatus RateLimited = (WebSocketCloseStatus)4103;

    [Fact]
    public async Task A_client_that_floods_a_topic_is_refused_then_closed_and_the_others_hear_on()
    {
        await using var server = await RunningServer.StartAsync(
            Slow, Burst, "--WsActors:Topics:Rules:0:Match=*", "--WsActors:Topics:Rules:0:Publish=Anyone");
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await TestClient.OpenAsync(server.PushUri, "/topics/flooded");
        using var attacker = await TestClient.OpenJsonAsync(server.PushUri);
        await FloodAsync(attacker, i => $$"""{"type":"publish","id":{{i}},"topic":"flooded","data":{{i}}}""");

        Assert.Equal(RateLimited, await attacker.ReceiveCloseAsync());
        await admin.PublishAsync("flooded", "after it");
        var heard = 1;
        while (await witness.ReceiveTextAsync() != "after it")
            heard++;
        Assert.InRange(heard, 21, 41);
        Assert.True((await admin.MetricsAsync()).Value("wsactors_commands_refused_total") > 0);
    }

    [Fact]
    public async Task A_client_that_floods_with_subscriptions_is_refused_then_closed_and_leaves_nothing_behind()
    {
        await using var server = await RunningServer.StartAsync(Slow, Burst);
        using var admin = new AdminClient(server.AdminUri);
        using var attacker = await TestClient.OpenJsonAsync(server.PushUri);
        await FloodAsync(attacker, i => $$"""{"type":"subscribe","id":{{i}},"topic":"flood.{{i}}"}""");

        Assert.Equal(RateLimited, await attacker.ReceiveCloseAsync());
        attacker.Dispose();
        await admin.ExpectNobodyAsync();
        Assert.InRange((await admin.FiguresAsync()).GetProperty("topics").GetInt64(), 1, 60);
    }

    [Fact]
    public async Task A_client_that_runs_through_names_fills_the_node_with_no_more_than_it_remembers()
    {
        await using var server = await RunningServer.StartAsync(
            "--WsActors:Push:CommandsPerSecond=0", "--WsActors:Topics:MaxVacantTopics=100");
        using var admin = new AdminClient(server.AdminUri);
        using var attacker = await TestClient.OpenJsonAsync(server.PushUri);
        for (var i = 0; i < 2000; i++)
        {
            await attacker.SendAsync($$"""{"type":"subscribe","topic":"name.{{i}}"}""");
            await attacker.ReceiveTextAsync();
            await attacker.SendAsync($$"""{"type":"unsubscribe","topic":"name.{{i}}"}""");
            await attacker.ReceiveTextAsync();
        }

        // $node.stats is one besides.
        await Eventually.HoldsAsync(async () =>
            Assert.InRange((await admin.FiguresAsync()).GetProperty("topics").GetInt64(), 100, 101));
    }

    // How long others wait is measured by loadtest/new-names.py.
    [Fact]
    public async Task Clients_that_subscribe_to_hundreds_of_new_names_at_once_are_all_answered_and_keep_nobody_out_and_leave_nothing_behind()
    {
        const int Names = 300;
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await TestClient.OpenAsync(server.PushUri, "/topics/honest");
        var attackers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TestClient.OpenJsonAsync(server.PushUri)));
        var floods = attackers.Select(async (attacker, number) =>
        {
            for (var i = 0; i < Names; i++)
                await attacker.SendAsync($$"""{"type":"subscribe","id":{{i}},"topic":"new.{{number}}.{{i}}"}""");
            for (var i = 0; i < Names; i++)
                Assert.Equal("subscribed", (await attacker.ReceiveJsonAsync()).GetProperty("type").GetString());
        }).ToArray();

        await admin.PublishAsync("honest", "during it");
        Assert.Equal("during it", await witness.ReceiveTextAsync());
        using var newcomer = await TestClient.OpenJsonAsync(server.PushUri);
        await newcomer.SubscribeAsync("newcomer");
        await Task.WhenAll(floods);
        foreach (var attacker in attackers)
            attacker.Dispose();
        await Eventually.HoldsAsync(async () =>
            Assert.Equal(2, (await admin.FiguresAsync()).GetProperty("subscriptions").GetInt64()));
    }

    [Fact]
    public async Task A_flood_of_pings_ends_the_connection()
    {
        await using var server = await RunningServer.StartAsync(Slow, Burst);
        using var attacker = await RawClient.OpenAsync(server.PushUri, "/connect");
        var pings = Enumerable.Repeat<byte[]>([0x89, 0x80, 1, 2, 3, 4], 1000).SelectMany(ping => ping).ToArray();
        await attacker.SendIgnoringResetAsync(pings);

        Assert.Contains("rate_limited", (await MetricsAfterCloseAsync(server)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compressed_messages_that_never_end_hold_no_more_than_the_node_allows_and_others_are_served()
    {
        const int Limit = 1024 * 1024;
        await using var server = await RunningServer.StartAsync($"--WsActors:Push:MaxInboundBytes={Limit}");
        using var admin = new AdminClient(server.AdminUri);
        var attackers = new List<RawClient>();
        for (var i = 0; i < 50; i++)
        {
            var attacker = await RawClient.OpenAsync(server.PushUri, "/connect", headers: "Sec-WebSocket-Extensions: permessage-deflate\r\n");
            await attacker.SendIgnoringResetAsync(ClientFrame.Frame(0x42, Deflated(new byte[60_000])));
            attackers.Add(attacker);
        }

        await Eventually.HoldsAsync(async () =>
        {
            var metrics = await admin.MetricsAsync();
            Assert.InRange(metrics.Value("wsactors_inbound_bytes"), 1, Limit);
            Assert.True(metrics.Value("wsactors_inbound_sheds_total") >= 50 - (Limit / 100_000));
        });
        using var honest = await TestClient.OpenJsonAsync(server.PushUri);
        await honest.ExpectPongAsync();
        attackers.ForEach(attacker => attacker.Dispose());
    }

    [Fact]
    public async Task A_message_that_drips_is_closed_with_4105()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:MessageTimeout=00:00:00.5");
        using var attacker = await RawClient.OpenAsync(server.PushUri, "/echo");
        await attacker.SendAsync(ClientFrame.Header(0x82, 1000));
        var closed = attacker.ReceiveFrameAsync();
        using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!closed.IsCompleted)
        {
            await attacker.SendIgnoringResetAsync(new byte[1]);
            await drip.WaitForNextTickAsync();
        }

        Assert.Equal(4105, (await closed).CloseCode);
    }

    [Fact]
    public async Task A_client_that_floods_echo_is_closed()
    {
        await using var server = await RunningServer.StartAsync(Slow, Burst);
        using var attacker = await TestClient.OpenAsync(server.PushUri, "/echo");
        await FloodAsync(attacker, i => $"{i}");

        Assert.Equal(RateLimited, await attacker.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_client_that_floods_with_messages_that_inflate_a_thousandfold_is_refused_then_closed()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        using var attacker = await RawClient.OpenAsync(server.PushUri, "/connect", headers: "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        var bomb = ClientFrame.Frame(0xC2, Deflated(new byte[65_536]));
        for (var i = 0; i < 100; i++)
            await attacker.SendIgnoringResetAsync(bomb);

        await MetricsAfterCloseAsync(server);
        Assert.True((await admin.MetricsAsync()).Value("wsactors_commands_refused_total") > 0);
    }

    [Fact]
    public async Task An_API_key_that_publishes_too_much_is_answered_429_and_another_one_is_not()
    {
        const string One = "the-first-key-of-two", Other = "the-other-key-of-two";
        await using var server = await RunningServer.StartAsync(
            $"--WsActors:Admin:ApiKeys:0={One}", $"--WsActors:Admin:ApiKeys:1={Other}",
            "--WsActors:Admin:PublishesPerSecond=1", "--WsActors:Admin:PublishBurst=100");
        using var admin = new AdminClient(server.AdminUri);
        var batch = $$"""{"messages":[{"topics":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"t{i}\""))}}],"data":1}]}""";

        Assert.Equal(HttpStatusCode.OK, (await PublishAsync(One)).StatusCode);
        using var refused = await PublishAsync(One);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 100);
        (await AdminAnswer.ReadAsync(refused)).ExpectProblem(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await PublishAsync(Other)).StatusCode);

        async Task<HttpResponseMessage> PublishAsync(string key)
        {
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Add("X-API-Key", key);
            using var body = new StringContent(batch, System.Text.Encoding.UTF8, "application/json");
            return await http.PostAsync(new Uri(server.AdminUri, "/api/publish"), body);
        }
    }

    [Fact]
    public async Task When_too_many_connect_at_once_those_who_resume_go_before_newcomers()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Push:HandshakesPerSecond=4");
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => AnswerAsync(server.PushUri, "/connect")));

        var refused = answers.Where(answer => answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Contains("Retry-After: ", answer, StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101", await AnswerAsync(server.PushUri, "/connect?resume=true"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101", await AnswerAsync(server.PushUri, "/topics/news?since=0"), StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(Uri push, string target)
    {
        using var client = await RawClient.ConnectAsync(push);
        await client.SendAsync(UpgradeRequest.To(target));
        return await client.ReceiveHeadAsync();
    }

    // It may be closed before all is sent.
    private static async Task FloodAsync(TestClient client, Func<int, string> command)
    {
        try
        {
            for (var i = 0; i < 100; i++)
                await client.SendAsync(command(i));
        }
        catch (WebSocketException)
        {
        }
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
            return output.ToArray();
        }
    }

    private static async Task<AdminAnswer> MetricsAfterCloseAsync(RunningServer server)
    {
        using var admin = new AdminClient(server.AdminUri);
        var answer = await admin.GetAsync("/metrics");
        await Eventually.HoldsAsync(async () =>
        {
            answer = await admin.GetAsync("/metrics");
            Assert.Contains("rate_limited", answer.Body, StringComparison.Ordinal);
        });
        return answer;
    }
}
