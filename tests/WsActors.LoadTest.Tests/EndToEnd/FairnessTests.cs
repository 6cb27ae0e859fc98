using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>Quiet topics beside a firehose.</summary>
public sealed class FairnessTests(RealServer server) : IClassFixture<RealServer>
{
    private static readonly Scenario Small = ScenarioFile.Read("fairness") with
    {
        Connections = 50,
        Warmup = 4,
        QuietTopics = 10,
        QuietSubscribers = 3,
        Duration = TimeSpan.FromMilliseconds(500),
        Settle = TimeSpan.Zero,
    };

    [Fact]
    public async Task The_quiet_topics_have_figures_of_their_own_without_the_firehose_and_beside_it()
    {
        var report = await server.RunAsync(Small);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.True(report.Fairness is { Alone.Count: > 0, Beside.Count: > 0 });
        Assert.Equal(0, report.Load!.Deliveries % Small.Connections);
        Assert.True(report.Load.Publications > 0, "the firehose published nothing");
        Assert.Contains(Summary.Of(report), line => line.Name.StartsWith("quiet topics beside the firehose", StringComparison.Ordinal));
        Assert.Contains(report.Checks, check => check.Statement == "quiet topics: every publication is delivered");
        Assert.Contains(report.Checks, check => check.Statement == "firehose: every publication is delivered");
    }

    [Fact]
    public async Task A_message_that_one_quiet_client_does_not_get_fails()
    {
        // The quiet topics are warmed up first, and the first 30 clients are theirs, three for each topic in turn.
        uint? quiet = null;
        var report = await Trial.RunAsync(
            (client, _, payload) =>
            {
                Assert.True(Marker.TryFind(payload, out var marker, out var _));
                quiet ??= marker.Run;
                var isSubscriber = marker.Run == quiet ? client < 30 && client % 10 == marker.Topic : client >= 30;
                return isSubscriber && (client, marker.Sequence) != (5, 2) ? [payload] : [];
            },
            Small with { Mode = ClientMode.Raw, Url = Trial.Plain.Url, Connecting = 1, Timeout = Trial.ShortTimeout });

        Assert.False(report.Passed);
        Assert.Equal((ViolationKind.Lost, 5), (Assert.Single(report.Violations).Kind, report.Violations[0].Connection));
    }
}
