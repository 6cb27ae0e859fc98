using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Commands;

/// <summary><c>subscribe</c> as a process beside a real node: it prints, returns with its position, and ends cleanly.</summary>
[Trait("Speed", "Slow")]
public sealed class SubscribeCommandTests
{
    private static readonly string[] WithHistory = ["--WsActors:Topics:Rules:0:Match=news", "--WsActors:Topics:Rules:0:History:Messages=100"];

    [Fact]
    public async Task Messages_are_printed_line_by_line_and_Ctrl_C_ends_it_with_a_normal_close()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.DebugLog);
        using var admin = new AdminClient(server.AdminUri);
        await using var subscription = Start(server, "news");
        await admin.ExpectSubscribersAsync("news", 1);

        await admin.PublishAsync("news", "hello");
        await admin.PostAsync("/api/topics/news/messages", """{"goal": 1}""");
        Assert.Equal("hello", await subscription.NextLineAsync());
        Assert.Equal("{\"goal\": 1}", await subscription.NextLineAsync());
        await ChildProcess.RunAsync("kill", "-INT", $"{subscription.Id}");

        Assert.Equal(0, await subscription.WaitForExitAsync());
        await Eventually.HoldsAsync(async () => Assert.Equal(
            1, (await admin.MetricsAsync()).Value("wsactors_closes_total", ("code", "normal"), ("side", "client"))));
    }

    [Fact]
    public async Task Several_topics_are_told_apart_and_a_count_ends_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var subscription = Start(server, "news", "scores", "--count", "2");
        await admin.ExpectSubscribersAsync("news", 1);
        await admin.ExpectSubscribersAsync("scores", 1);

        await admin.PublishAsync("news", "hello");
        await admin.PublishAsync("scores", "2:1");

        Assert.Equal("news: hello", await subscription.NextLineAsync());
        Assert.Equal("scores: 2:1", await subscription.NextLineAsync());
        Assert.Equal(0, await subscription.WaitForExitAsync());
    }

    [Fact]
    public async Task It_starts_at_a_position()
    {
        await using var server = await RunningServer.StartAsync(WithHistory);
        using var admin = new AdminClient(server.AdminUri);
        var epoch = (await admin.PublishAsync("news", "one")).GetProperty("epoch").GetString();
        await admin.PublishAsync("news", "two");
        await admin.PublishAsync("news", "three");

        var read = await RunAsync(server, "news", "--since", $"{epoch}/1", "--count", "2", "--json");

        Assert.Equal(
            [("subscribed", 1), ("message", 2), ("message", 3)],
            read.ExpectDone().Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .Select(line => (line.GetProperty("type").GetString(), line.GetProperty("offset").GetInt32())));
    }

    [Fact]
    public async Task A_cut_connection_is_resumed_without_a_loss_or_a_repetition()
    {
        await using var server = await RunningServer.StartAsync(WithHistory);
        using var admin = new AdminClient(server.AdminUri);
        await using var subscription = Start(server, "news");
        await admin.ExpectSubscribersAsync("news", 1);
        await admin.PublishAsync("news", "1");
        Assert.Equal("1", await subscription.NextLineAsync());

        for (var i = 2; i <= 4; i++)
        {
            // 4100: come back with a back-off. What is published meanwhile is missed first and read then.
            var connection = Assert.Single(await admin.ConnectionsOfAsync("news")).GetProperty("id").GetString();
            await admin.DeleteAsync($"/api/connections/{connection}?code=4100");
            await admin.ExpectSubscribersAsync("news", 0);
            await admin.PublishAsync("news", $"{i}");
            Assert.Equal($"{i}", await subscription.NextLineAsync());
        }

        await ChildProcess.RunAsync("kill", "-TERM", $"{subscription.Id}");
        Assert.Equal(0, await subscription.WaitForExitAsync());
        Assert.Contains("the server closed the connection with 4100", subscription.Printed, StringComparison.Ordinal);
        Assert.DoesNotContain("missing", subscription.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_node_is_awaited_and_its_lost_log_is_reported()
    {
        await using var first = await RunningServer.StartAsync(WithHistory);
        using var admin = new AdminClient(first.AdminUri);
        await using var subscription = Start(first, "news");
        await admin.ExpectSubscribersAsync("news", 1);
        await admin.PublishAsync("news", "before");
        Assert.Equal("before", await subscription.NextLineAsync());

        await first.SignalAsync("KILL");
        await first.WaitForExitAsync();
        await using var second = await RunningServer.StartAsync([.. WithHistory, $"--WsActors:Push:Port={first.PushUri.Port}"]);
        using var admin2 = new AdminClient(second.AdminUri);
        await admin2.ExpectSubscribersAsync("news", 1);
        await admin2.PublishAsync("news", "after");

        Assert.Equal("after", await subscription.NextLineAsync());
        await Eventually.HoldsAsync(() =>
        {
            Assert.Contains("news: the log has started anew (epoch_changed)", subscription.Printed, StringComparison.Ordinal);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_token_is_sent_and_its_own_subscriptions_are_taken_over()
    {
        string[] keys = ["--WsActors:Tokens:Keys:0:Secret=0123456789abcdef0123456789abcdef", "--WsActors:Tokens:Anonymous=Refused", .. WithHistory];
        await using var server = await RunningServer.StartAsync(keys);
        using var admin = new AdminClient(server.AdminUri);
        var epoch = (await admin.PublishAsync("news", "one")).GetProperty("epoch").GetString();
        var token = (await CommandProcess.RunAsync(["token", "--user", "ann", "--topics", "news", .. keys])).ExpectDone().Output.Trim();

        (await RunAsync(server, "news")).ExpectFault(1, $"{Url(server)}: the server refused the connection with 401: give a valid token with --token");
        Assert.Equal("one\n", (await RunAsync(server, "news", "--token", token, "--since", $"{epoch}/0", "--count", "1")).ExpectDone().Output);
    }

    [Fact]
    public async Task What_cannot_succeed_fails_in_one_line()
    {
        await using var server = await RunningServer.StartAsync("--WsActors:Topics:Rules:0:Match=closed", "--WsActors:Topics:Rules:0:Subscribe=Nobody");

        (await RunAsync(server, "closed")).ExpectFault(1, $"{Url(server)}: closed: ");
        (await CommandProcess.RunAsync("subscribe", "news", "--url", "ws://127.0.0.1:1/connect")).ExpectFault(1, "ws://127.0.0.1:1/connect: the node cannot be reached: Connection refused");
        (await CommandProcess.RunAsync("subscribe", "news", "--url", $"{server.PushUri}nowhere")).ExpectFault(1, $"{server.PushUri}nowhere: the server refused the connection with 404");
        (await CommandProcess.RunAsync("subscribe", "news", "--url", "http://127.0.0.1:8080")).ExpectFault(2, "--url is \"http://127.0.0.1:8080\": a ws or wss address is needed");
        (await RunAsync(server, "a", "b", "--since", "e/1")).ExpectFault(2, "--since names a position of one topic");
        (await RunAsync(server, "a", "--count", "0")).ExpectFault(2, "--count is 0: a number from 1 is needed");
    }

    [Fact]
    public async Task It_ends_when_the_reader_of_its_output_has_ended()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);
        await using var pipe = ChildProcess.Start(
            "bash", "-c", $"set -o pipefail; dotnet {RunningServer.ServerPath} subscribe news --url {Url(server)} | head -n 1; echo \"exit ${{PIPESTATUS[0]}}\"");
        await admin.ExpectSubscribersAsync("news", 1);

        await admin.PublishAsync("news", "seen");
        Assert.Equal("seen", await pipe.NextLineAsync());
        await Eventually.HoldsAsync(async () =>
        {
            await admin.PublishAsync("news", "for nobody");
            Assert.False(pipe.IsRunning);
        });

        Assert.Equal("exit 0", await pipe.NextLineAsync());
    }

    private static string Url(RunningServer server) => $"{new Uri(server.PushUri, "/connect")}";

    private static ChildProcess Start(RunningServer server, params string[] arguments) =>
        CommandProcess.Start(["subscribe", .. arguments, "--url", Url(server)]);

    private static Task<CommandProcess> RunAsync(RunningServer server, params string[] arguments) =>
        CommandProcess.RunAsync(["subscribe", .. arguments, "--url", Url(server)]);
}
