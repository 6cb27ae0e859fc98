using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Heaviest;
using WsActors.Actors.Model;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Heaviest;

/// <summary>The topics and connections with the most traffic are found in a sample of it, minute by minute.</summary>
public sealed class TrafficSampleTests
{
    private static readonly TopicName Busy = TopicName.Parse("busy");
    private static readonly TopicName Quiet = TopicName.Parse("quiet");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void The_heaviest_topic_is_found_and_its_traffic_is_about_right()
    {
        var heaviest = new TrafficSample(_time);
        for (var i = 0; i < 20_000; i++)
        {
            heaviest.Published(Busy, deliveries: 9, bytes: 100);
            heaviest.Published(Quiet, deliveries: 0, bytes: 500);
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        var (byMessages, byBytes) = (heaviest.TopTopics(byBytes: false, 10), heaviest.TopTopics(byBytes: true, 1));

        Assert.Equal([Busy, Quiet], byMessages.Keys.Select(key => key.Key));
        Assert.InRange(byMessages.Keys[0].Weight, 120_000, 240_000);
        Assert.InRange(byMessages.Keys[1].Weight, 12_000, 28_000);
        Assert.Equal(Busy, Assert.Single(byBytes.Keys).Key);
        Assert.Equal(TimeSpan.FromSeconds(30), byMessages.Window);
    }

    [Fact]
    public void Connections_are_found_too()
    {
        var heaviest = new TrafficSample(_time);
        for (var i = 0; i < 20_000; i++)
        {
            heaviest.Passed(new ConnectionId(1), messages: 1, bytes: 10);
            heaviest.Passed(new ConnectionId(2), messages: 0, bytes: 1000);
        }

        Assert.Equal([new ConnectionId(1)], heaviest.TopConnections(byBytes: false, 10).Keys.Select(key => key.Key));
        Assert.Equal([new ConnectionId(2), new ConnectionId(1)], heaviest.TopConnections(byBytes: true, 10).Keys.Select(key => key.Key));
    }

    [Fact]
    public void The_last_full_minute_is_shown_and_then_forgotten()
    {
        var windows = new TrafficWindows<string>(1, _time);
        windows.Note("a", 5, 50);
        _time.Advance(TimeSpan.FromMinutes(1));
        windows.Note("b", 7, 70);

        Assert.Equal("a", Assert.Single(windows.Top(byBytes: false, 10).Keys).Key);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((7, 7), (Assert.Single(windows.Top(byBytes: false, 10).Keys).Weight, windows.Top(byBytes: false, 10).Total));
        Assert.Equal(70, windows.Top(byBytes: true, 10).Total);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(windows.Top(byBytes: false, 10).Keys);
    }
}
