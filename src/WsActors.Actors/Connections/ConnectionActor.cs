using System.Net;
using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>
/// One connection: it owns the transport and the <see cref="ServerSession"/>, which knows RFC 6455; the four
/// behaviours only say which messages make sense now. A phase and a switch for each do what Become does and spare every
/// connection 464 bytes.
/// </summary>
public sealed partial class ConnectionActor : UntypedActor
{
    private readonly ConnectionEnvironment _environment;
    private readonly ServerSession _session;
    private ConnectionId _id;
    private IConnectionTransport _transport = NoTransport.Instance;
    private ForwardedClient? _client;
    private Identity _identity = Identity.Anonymous;
    private HandshakeRefusal? _refusal;
    private ClientEncoding _encoding;
    private IFrameCompression? _compression;
    private Outbox _outbox;
    private SubscriptionList _subscriptions;
    private CatchUpQueue? _catchUps;
    private PublicationLine? _publications;
    private PendingPoll? _poll;
    private Deadlines _deadlines;
    private Traffic _traffic;
    private TimeSpan _acceptedAt;
    private TimeSpan _checkAt = TimeSpan.MaxValue;
    private TimeSpan _oldestUnsent = TimeSpan.MaxValue;
    private TimeSpan? _roundTripTime;
    private int _unreportedMessages;
    private int _reportedOutboxBytes;
    private int _bytesWhileClosing;
    private ConnectionPhase _phase;
    private ConnectionOutcome _outcome;
    private bool _isUncounted;
    private bool _keepAliveMessages;
    private bool _readingPaused;
    private bool _sendingEnded;
    private bool _peerEnded;
    private bool _askedToRefresh;
    private bool _stopped;

    private ConnectionActor(ConnectionEnvironment environment)
    {
        _environment = environment;
        _session = new ServerSession(environment.SessionLimits);
    }

    /// <summary>One Props serves every connection: what differs comes in <see cref="Begin"/>. Props of its own would cost each 232 bytes.</summary>
    internal static Props Props(ConnectionEnvironment environment) =>
        CompactMailbox.Of(ActorFactory<ConnectionActor>.Props(() => new ConnectionActor(environment)));

    /// <summary>Where the client is: what a trusted proxy said, or the transport's own peer.</summary>
    private EndPoint? ClientEndPoint => _client ?? _transport.RemoteEndPoint;

    protected override void PreStart() => _environment.Telemetry.Connections.Entered(_phase);

    // Whatever ended this actor, a fault of ours included: the counts are right and the socket is closed.
    protected override void PostStop()
    {
        TellDisconnectedUnlessTold();
        LeaveAllTopics();
        ReportOutbox(0);
        TellHeldInbound(0);
        _session.Release();
        (_compression as IDisposable)?.Dispose();
        _transport.Dispose();
        _environment.Telemetry.Connections.Left(_phase, _outcome);
        Context.Parent.Tell(new ConnectionReport.Stopped(_id, _outcome));
    }

    protected override void OnReceive(object message)
    {
        switch (_phase)
        {
            case ConnectionPhase.Handshaking: Handshaking(message); break;
            case ConnectionPhase.Open: Open(message); break;
            case ConnectionPhase.Polling: Polling(message); break;
            default: Closing(message); break;
        }

        EndTurn(message);
    }

    private void Handshaking(object message)
    {
        switch (message)
        {
            case Begin begin: OnBegin(begin); break;
            case Counted counted: OnCounted(counted); break;
            case Admitted admitted: OnAdmitted(admitted.ConnectRequest); break;
            case UserCounted counted: OnUserCounted(counted); break;
            case Denied denied: Refuse(denied.Refusal); break;
            case Answered answered: OnMayEnter(answered); break;
            case TransportEvent.Readable: ReceiveAvailable(); break;
            case TransportEvent.SendCompleted: OnSendCompleted(); break;
            case TransportEvent.SendFailed failed: Lose($"sending failed: {failed.Error}"); break;
            case TransportEvent.PlainHttpArrived: RefusePlainHttp(); break;
            case TransportEvent.TlsFailed failed: OnTlsFailed(failed); break;
            case TransportEvent.ProxyHeaderFailed failed: OnProxyHeaderFailed(failed.Fault); break;
            case CheckDeadlines: CheckHandshakeDeadline(); break;
            case ShedInbound: OnShedInbound(); break;
            case SayGoodbye goodbye: Refuse(HandshakeRefusals.Draining(goodbye.ReconnectAfter)); break;
            case Close: Refuse(HandshakeRefusals.Draining(TimeSpan.Zero)); break;
            case Cut: StopAbruptly(ConnectionOutcome.Cut); break;
            case GetSnapshot: Sender.Tell(Snapshot()); break;
            case SubscribeTo subscribe: RefuseNotOpen(subscribe.Asker); break;
            case UnsubscribeFrom unsubscribe: RefuseNotOpen(unsubscribe.Asker); break;
            default: Unhandled(message); break;
        }
    }

    private void Open(object message)
    {
        switch (message)
        {
            case Subscriber.Deliver deliver: Deliver(deliver); break;
            case TransportEvent.Readable: ReceiveAvailable(); break;
            case TransportEvent.SendCompleted: OnSendCompleted(); break;
            case TransportEvent.SendFailed failed: Lose($"sending failed: {failed.Error}"); break;
            case Subscriber.Subscribed subscribed: OnSubscribed(subscribed); break;
            case Subscriber.SubscribeRefused refused: OnRefusedByTopic(refused); break;
            case Subscriber.Replayed replayed: OnReplayed(replayed); break;
            case Subscriber.TopicLost lost: ReturnTo(lost); break;
            case TopicReply.Published published: OnPublished(published); break;
            case TopicReply.History history: OnHistory(history); break;
            case TopicReply.Members members: OnMembers(members); break;
            case Subscriber.Announced announced: OnAnnounced(announced); break;
            case Subscriber.AnnouncedEarly announced: OnAnnouncedEarly(announced); break;
            case TopicReply.Unknown unknown: OnUnknownTopic(unknown); break;
            case Renewed renewed: OnRenewed(renewed); break;
            case NotRenewed refused: SayError(refused.Request, ErrorCode.InvalidToken, refused.Why); break;
            case TopicReply.Refused refused: Answer(new ServerEvent.Error(refused.Request, refused.Code, refused.Message)); break;
            case Answered answered: OnAnswered(answered); break;
            case SubscribeTo subscribe: SubscribeByServer(subscribe); break;
            case UnsubscribeFrom unsubscribe: UnsubscribeByServer(unsubscribe); break;
            case CheckDeadlines: CheckOpenDeadlines(); break;
            case Shed: OnShed(); break;
            case ShedInbound: OnShedInbound(); break;
            case Close close: CloseByUs(close.Code, close.Reason); break;
            case SayGoodbye goodbye: CloseWithGoodbye(goodbye); break;
            case Cut: StopAbruptly(ConnectionOutcome.Cut); break;
            case GetSnapshot: Sender.Tell(Snapshot()); break;
            default: Unhandled(message); break;
        }
    }

    private void Closing(object message)
    {
        switch (message)
        {
            case TransportEvent.Readable: ReceiveAvailable(); break;
            case TransportEvent.SendCompleted: OnSendCompleted(); break;
            case TransportEvent.SendFailed failed: Lose($"sending failed: {failed.Error}"); break;
            case CheckDeadlines: CheckClosingDeadline(); break;
            case Shed: TellHeld(hasShed: true); break;
            case Cut: StopAbruptly(ConnectionOutcome.Cut); break;
            case GetSnapshot: Sender.Tell(Snapshot()); break;
            case SubscribeTo subscribe: RefuseNotOpen(subscribe.Asker); break;
            case UnsubscribeFrom unsubscribe: RefuseNotOpen(unsubscribe.Asker); break;
            case Subscriber.Deliver or Subscriber.Subscribed or Subscriber.Replayed: break;
            case Subscriber.SubscribeRefused or Subscriber.TopicLost: break;
            case TopicReply.Published or TopicReply.History or TopicReply.Members or TopicReply.Unknown: break;
            case Subscriber.Announced or Subscriber.AnnouncedEarly: break;
            case TopicReply.Refused or Close or SayGoodbye or ShedInbound: break;
            case Counted or Admitted or UserCounted or Denied or Renewed or NotRenewed or Answered: break;
            default: Unhandled(message); break;
        }
    }

    private void BecomePolling() => Become(ConnectionPhase.Polling);

    private void BecomeOpen() => Become(ConnectionPhase.Open);

    private void BecomeClosing()
    {
        Become(ConnectionPhase.Closing);
        LeaveAllTopics();
        _deadlines.Closing(_environment.Clock.Now);
        CheckBy(_deadlines.WhenToGiveUpClose(_environment.Settings));
    }

    private void Become(ConnectionPhase phase)
    {
        _environment.Telemetry.Connections.Moved(_phase, phase);
        _phase = phase;
    }
}
