using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Publications of which the next ones begin when the server has answered.</summary>
public sealed class AnsweredTests(RealServer server) : IClassFixture<RealServer>
{
    private const int InFlight = 4;

    private static readonly Scenario Answered = Trial.Plain with { Rate = 0, InFlight = InFlight, Window = PublicationWindow.Answered, Publications = 40 };

    [Fact]
    public async Task Publications_that_are_under_way_together_reach_every_subscriber_of_the_server()
    {
        var report = await server.RunAsync(new Scenario
        {
            Connections = 50,
            Topics = 5,
            InFlight = 16,
            Window = PublicationWindow.Answered,
            Warmup = 20,
            Publications = 500,
            Settle = TimeSpan.Zero,
        });

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal((500, 5000), (report.Load!.Publications, report.Load.Deliveries));
        Assert.Contains(report.Checks, check => check.Statement == "every publication is told to all subscribers");
    }

    [Fact]
    public async Task A_server_that_answers_before_it_delivers_is_sent_more()
    {
        // A wave is complete only when it has been delivered, so with it nothing would ever arrive.
        var held = new List<byte[]>();
        var report = await Trial.RunAsync(
            (client, number, payload) =>
            {
                if (client == 0)
                    held.Add(payload);
                return number < Answered.Publications - 1 ? [] : held;
            },
            Answered);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(Trial.Clients * Answered.Publications, report.Load!.Deliveries);
    }

    [Fact]
    public async Task One_message_that_one_client_does_not_get_fails()
    {
        var report = await Trial.RunAsync((client, number, payload) => client == 3 && number == 5 ? [] : [payload], Answered);

        Assert.False(report.Passed);
        Assert.Equal(ViolationKind.Lost, Trial.First(report).Kind);
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails()
    {
        var report = await LoadRun.RunAsync(
            Answered with { Url = "ws://127.0.0.1:1", PublishUrl = "http://127.0.0.1:1", Admin = "http://127.0.0.1:1", Timeout = TimeSpan.FromSeconds(1) },
            serverProcesses: [],
            (_, _) => new Trial.Silence());
        Assert.False(report.Passed);
    }
}
