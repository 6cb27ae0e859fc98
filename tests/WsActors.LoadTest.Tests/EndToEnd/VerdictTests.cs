using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>The whole tool against a server that does right, and against one that does wrong.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task A_server_that_delivers_everything_once_and_in_order_passes()
    {
        var report = await Trial.RunAsync((_, _, payload) => [payload]);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(Trial.Clients * Trial.Publications, report.Load!.Deliveries);
    }

    [Fact]
    public async Task One_message_that_one_client_does_not_get_fails()
    {
        var report = await Trial.RunAsync((client, number, payload) => client == 3 && number == 5 ? [] : [payload]);
        Trial.ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task The_last_message_missing_at_one_client_fails()
    {
        var report = await Trial.RunAsync(
            (client, number, payload) => client == 3 && number == Trial.Publications - 1 ? [] : [payload],
            Trial.Plain with { Timeout = Trial.ShortTimeout });
        Trial.ExpectFirst(report, ViolationKind.Lost, "load.0 #9", "nothing more");
    }

    [Fact]
    public async Task One_message_that_one_client_gets_twice_fails()
    {
        var report = await Trial.RunAsync((client, number, payload) => client == 3 && number == 5 ? [payload, payload] : [payload]);
        Trial.ExpectFirst(report, ViolationKind.Repeated, "load.0 #6", "load.0 #5");
    }

    [Fact]
    public async Task Two_messages_in_the_wrong_order_at_one_client_fail()
    {
        byte[]? held = null;
        var report = await Trial.RunAsync((client, number, payload) =>
        {
            if (client != 3 || number is not (5 or 6))
                return [payload];

            if (number == 5)
            {
                held = payload;
                return [];
            }

            return [payload, held!];
        });
        Trial.ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task A_payload_that_was_changed_fails()
    {
        var report = await Trial.RunAsync((client, number, payload) =>
        {
            if (client != 3 || number != 5)
                return [payload];

            byte[] changed = [.. payload];
            changed[^2] ^= 1;
            return [changed];
        });
        Assert.False(report.Passed);
        Assert.Equal(ViolationKind.Corrupt, Trial.First(report).Kind);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_and_not_a_hang()
    {
        var report = await LoadRun.RunAsync(
            new Scenario { Mode = ClientMode.Raw, Url = "ws://127.0.0.1:1", PublishUrl = "http://127.0.0.1:1", Admin = "http://127.0.0.1:1", Connections = 1, Publications = 1, Timeout = TimeSpan.FromSeconds(1), Settle = TimeSpan.Zero },
            serverProcesses: [],
            (_, _) => new Trial.Silence());
        Assert.False(report.Passed);
    }
}
