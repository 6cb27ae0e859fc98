using System.Net;
using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Protocol.Http;
using WsActors.Protocol.Limits;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>What all connections of a node share: one immutable instance, so that each of them keeps one reference.</summary>
internal sealed class ConnectionEnvironment(
    PushSettings settings, TopicRules rules, IActorRef topics, NodeClock clock, ServerTelemetry telemetry, ILoggingAdapter log)
{
    public PushSettings Settings { get; } = settings;
    public TopicRules Rules { get; } = rules;
    public IActorRef Topics { get; } = topics;
    public NodeClock Clock { get; } = clock;
    public ServerTelemetry Telemetry { get; } = telemetry;

    /// <summary>Names this node in the ids of its connections.</summary>
    public NodeId Node { get; init; } = NodeId.Random();

    /// <summary>Who decides about those who want to come in; null: everybody may, as a stranger, and nobody is asked.</summary>
    public IAccess? Access { get; init; }

    /// <summary>Who decides what the rules leave to the application, and hears what happens.</summary>
    public IBackend Application { get; init; } = NoBackend.Instance;

    public PathPrefix PathBase { get; } = PathPrefix.Parse(settings.PathBase);
    public VisibleRefusals VisibleRefusals { get; } = new(settings.RefuseWithCloseCode, PathPrefix.Parse(settings.PathBase));
    public HostPolicy Hosts { get; } = HostsOf(settings);
    public OriginPolicy Origins { get; } = new(settings.AllowedOrigins.Select(OriginPattern.Parse));
    public Forwarding Forwarding { get; } = new(new TrustedNetworks(settings.TrustedProxies), settings.ForwardingHeader);

    /// <summary>One logger for all connections: a logger of its own would cost each of them 128 bytes.</summary>
    public ILoggingAdapter Log { get; } = log;

    /// <summary>How fast a client may send commands; null: as fast as it likes.</summary>
    public RateLimit? CommandLimit { get; } = RateLimit.Of(settings.CommandsPerSecond, settings.CommandBurst);

    /// <summary>How fast messages are inflated and deflated for one client; null: as fast as it likes.</summary>
    public RateLimit? WorkLimit { get; } = CompressionWork.LimitOf(settings.Compression);

    public InboundRoom Inbound { get; } = new(settings.MaxInboundBytes);

    public HandshakeGate Gate { get; } = HandshakeGate.Of(settings.HandshakesPerSecond);

    public CompressionPolicy Compression { get; } = new(settings.Compression);

    public SessionLimits SessionLimits { get; } = new()
    {
        Date = new DateHeader(() => clock.UtcNow),
        Handshake = new HandshakeLimits
        {
            MaxRequestBytes = settings.MaxRequestBytes,
            MaxHeaders = settings.MaxHeaders,
        },
    };

    /// <summary>The Date of responses that are not the session's.</summary>
    public DateHeader Date => SessionLimits.Date!;

    // A trusted proxy passes on the name that it is known by, and shows to everybody what a rebound page could reach.
    private static HostPolicy HostsOf(PushSettings settings) => new(
        settings.AllowedHosts.Select(HostPattern.Parse),
        isLoopbackOnly: IPAddress.IsLoopback(settings.Address) && settings.TrustedProxies.Count == 0);

    /// <summary>Whether a peer at this address will say for whom it speaks: until then its connection counts for no address.</summary>
    public bool SpeaksForOthers(IPAddress peer) =>
        Forwarding.IsBelieved(peer) || (Settings.ProxyProtocol != ProxyProtocolMode.Off && Forwarding.Trusts(peer));
}
