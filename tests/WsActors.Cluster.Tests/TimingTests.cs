using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Tests;

/// <summary>The durations of a cluster fit each other, whatever <c>UnreachableAfter</c> is.</summary>
public sealed class TimingTests
{
    [Fact]
    public void The_usual_durations_are_those_of_the_default_setting() =>
        Assert.Equal(new ClusterTiming(), ClusterTiming.Of(new ClusterSettings().UnreachableAfter));

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void What_waits_for_other_nodes_takes_as_much_longer_as_they_may_stand_still(int seconds)
    {
        var timing = ClusterTiming.Of(TimeSpan.FromSeconds(seconds));

        Assert.Equal(
            (seconds, seconds / 3.0 * 5, seconds / 3.0 * 4),
            (timing.UnreachableAfter.TotalSeconds, timing.RemovedAfter.TotalSeconds, timing.Lease.TotalSeconds));
        Assert.True(timing.Lease < timing.UnreachableAfter + timing.RemovedAfter, "a minority must have stopped before its nodes are removed");
        Assert.Equal(TimeSpan.FromSeconds(1), timing.Heartbeat);
        var configured = ClusterConfiguration.Create(new ClusterSettings(), timing, TimeSpan.Zero);
        Assert.Equal(timing.UnreachableAfter, configured.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"));
        Assert.Equal(timing.RemovedAfter, configured.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
    }
}
