using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>One connection actor between a client in memory and probes for its neighbours.</summary>
public abstract class ConnectionActorTest : ActorTest
{
    protected static readonly TopicName News = TopicName.Parse("news");

    protected ConnectionActorTest()
    {
        Parent = CreateTestProbe("parent");
        Topics = CreateTestProbe("topics");
        TopicRef = CreateTestProbe("topic");
    }

    /// <summary>Stands for the actor of all connections.</summary>
    protected TestProbe Parent { get; }

    protected TestProbe Topics { get; }

    /// <summary>Stands for the topic actor.</summary>
    protected TestProbe TopicRef { get; }

    protected MemoryTransport Transport { get; } = new();

    protected PushSettings Settings { get; set; } = new();

    protected TopicRule[] Rules { get; set; } = [];

    /// <summary>The routes of the node; null: the server's own.</summary>
    private protected RouteTable? Routes { get; set; }

    /// <summary>The access that decides about new clients.</summary>
    private protected IAccess? Access { get; set; }

    /// <summary>The backend that decides what the rules leave to it.</summary>
    private protected IBackend Backend { get; set; } = NoBackend.Instance;

    /// <summary>The actor that keeps tombstones and drops; null: nothing is kept.</summary>
    private protected IActorRef? Evidence { get; set; }

    protected IActorRef Connection { get; private set; } = ActorRefs.Nobody;

    /// <summary>What the connection shares with others; null before it has begun.</summary>
    private protected ConnectionEnvironment? Environment { get; private set; }

    protected static string Request(string target, string? subprotocol = null, string? origin = null) =>
        UpgradeRequest.To(
            target,
            (subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n") +
            (origin is null ? "" : $"Origin: {origin}\r\n"));

    protected void Begin(HandshakeRefusal? refusal = null)
    {
        var environment = new ConnectionEnvironment(
            Settings, new TopicRules(Rules), Topics, Clock, Telemetry, Sys.Log, Routes)
        {
            Access = Access,
            Backend = Backend,
            Evidence = Evidence,
        };
        Environment = environment;
        Connection = Parent.ChildActorOf(ConnectionActor.Props(environment));
        Watch(Connection);
        Connection.Tell(new ConnectionMessage.Begin(new ConnectionId(1), Transport, refusal));
    }

    protected void Open(string target, string? subprotocol = null)
    {
        Begin();
        Transport.ClientSends(Request(target, subprotocol));
        Eventually(() => Assert.StartsWith("HTTP/1.1 101", Transport.SentText, StringComparison.Ordinal));
    }

    /// <summary>Opens plain mode and lets the topic confirm the subscription.</summary>
    protected TopicRequest.Subscribe OpenSubscribed()
    {
        Open("/topics/news");
        var subscribe = Topics.ExpectMsg<TopicRequest.Subscribe>();
        Confirm(subscribe);
        return subscribe;
    }

    protected void Confirm(TopicRequest.Subscribe subscribe, Recovery? recovery = null) =>
        Connection.Tell(new Subscriber.Subscribed(News, TopicRef, new TopicPosition("e", 0), recovery, subscribe));

    protected void Deliver(string payload) => Connection.Tell(new Subscriber.Deliver(News, Frame(payload), Clock.Now));

    /// <summary>Several publications that came together.</summary>
    protected void DeliverJoined(params byte[][] frames) => Connection.Tell(
        new Subscriber.Deliver(News, [.. frames.SelectMany(frame => frame)], Clock.Now) { Parts = frames });

    protected static byte[] Frame(string payload) => FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(payload));

    protected void ExpectSent(string text) => Eventually(() => Assert.Contains(text, Transport.SentText, StringComparison.Ordinal));

    protected void ExpectClose(ushort code) => Eventually(() =>
        Assert.Contains(Encoding.Latin1.GetString([(byte)(code >> 8), (byte)code]), Transport.SentText, StringComparison.Ordinal));

    /// <summary>Advances time as the parent's heartbeat would: the connection is woken when it asked to be.</summary>
    protected void Pass(TimeSpan time)
    {
        // Whatever was told before has been handled when the snapshot comes back.
        Snapshot();
        Time.Advance(time);
        Connection.Tell(ConnectionMessage.CheckDeadlines.Instance);
    }

    protected ConnectionSnapshot Snapshot() =>
        Connection.Ask<ConnectionSnapshot>(ConnectionMessage.GetSnapshot.Instance, TimeSpan.FromSeconds(30)).Result;

    protected void ExpectStopped(ConnectionOutcome outcome)
    {
        ExpectTerminated(Connection);
        var stopped = Parent.FishForMessage<ConnectionReport.Stopped>(_ => true);
        Assert.Equal(outcome, stopped.Outcome);
        Assert.True(Transport.Disposed);
        Assert.Equal(0, Telemetry.Connections.Total);
    }
}
