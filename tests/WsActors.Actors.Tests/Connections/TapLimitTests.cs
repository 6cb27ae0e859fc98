using Akka.Actor;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tapping;
using WsActors.Actors.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The taps of a node are few, and their connections are found.</summary>
public sealed class TapLimitTests : ActorTest
{
    private readonly ConnectionEnvironment _environment;
    private readonly IActorRef _connections;
    private readonly MemoryTransport _transport = new();

    public TapLimitTests()
    {
        _environment = new ConnectionEnvironment(new PushSettings { MaxTaps = 2 }, new TopicRules([]), CreateTestProbe(), Clock, Telemetry, Sys.Log);
        _connections = Sys.ActorOf(ConnectionsActor.Props(_environment, new DrainSettings()));
        _connections.Tell(new ConnectionsRequest.Admit(_transport), ActorRefs.NoSender);
        _transport.ClientSends(UpgradeRequest.To("/echo"));
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", _transport.SentText, StringComparison.Ordinal));
    }

    [Fact]
    public void Above_the_limit_a_tap_is_refused_until_another_ends()
    {
        var first = Start<ConnectionMessage.Tapped>();
        Start<ConnectionMessage.Tapped>();
        Assert.Equal(2, Start<ConnectionsReply.TooManyTaps>(out var refused).Limit);

        // The reader of a tap that was refused ends it like any other.
        End(refused);
        Start<ConnectionsReply.TooManyTaps>();
        End(first);
        Start<ConnectionMessage.Tapped>();
    }

    [Fact]
    public void Without_taps_every_one_is_refused()
    {
        _connections.Tell(new ConnectionsRequest.UseLimits(new PushSettings { MaxTaps = 0 }));

        Assert.Equal(0, Start<ConnectionsReply.TooManyTaps>(out _).Limit);
    }

    [Fact]
    public void An_unknown_connection_is_answered_and_takes_no_place_once_the_reader_has_left()
    {
        for (var i = 0; i < 5; i++)
        {
            var tap = new Tap(new ConnectionId(7), new TapFilter());
            _connections.Tell(new ConnectionsRequest.StartTap(tap));
            Assert.True(ExpectMsg<ConnectionsReply.Unknown>().IsOfAnotherNode);
            End(tap);
        }
    }

    [Fact]
    public void A_tap_that_has_ended_shows_nothing_more()
    {
        var tap = Start<ConnectionMessage.Tapped>();
        End(tap);
        _transport.ClientSends(ClientFrame.Text("unseen"));
        Eventually(() => Assert.Contains("unseen", _transport.SentText, StringComparison.Ordinal));

        Assert.False(tap.TryRead(out _));
    }

    private Tap Start<T>()
    {
        Start<T>(out var tap);
        return tap;
    }

    private T Start<T>(out Tap tap)
    {
        tap = new Tap(Connected(), new TapFilter());
        _connections.Tell(new ConnectionsRequest.StartTap(tap));
        return ExpectMsg<T>();
    }

    private void End(Tap tap)
    {
        tap.Leave();
        _connections.Tell(new ConnectionsRequest.EndTap(tap));
    }

    private ConnectionId Connected()
    {
        _connections.Tell(new ConnectionsRequest.GetConnections(null, 1, null));
        return Assert.Single(ExpectMsg<ConnectionsReply.ConnectionPage>().Connections).Id;
    }
}
