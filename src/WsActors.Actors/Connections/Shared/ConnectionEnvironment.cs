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

namespace WsActors.Actors.Connections.Shared;

/// <summary>
/// Everything that all connections of a node share, in one instance, so that each of them keeps one reference. Only limits
/// (<see cref="UseLimits"/>) and <see cref="Faults"/> can change, on any thread.
/// </summary>
/// <param name="settings">The settings of the push listener.</param>
/// <param name="rules">The topics' rules.</param>
/// <param name="topics">The actor of all topics.</param>
/// <param name="clock">The clock.</param>
/// <param name="telemetry">Counts.</param>
/// <param name="log">Logs.</param>
/// <param name="routes">The routes, in a table of this node; null: the server's own.</param>
internal sealed class ConnectionEnvironment(
    PushSettings settings,
    TopicRules rules,
    IActorRef topics,
    NodeClock clock,
    ServerTelemetry telemetry,
    ILoggingAdapter log,
    RouteTable? routes = null)
{
    private volatile PushSettings _settings = settings;
    private volatile FaultInjector? _faults;
    private readonly (HostPolicy Hosts, OriginPolicy Origins) _requestPolicies = (HostsOf(settings), new OriginPolicy(settings.AllowedOrigins.Select(OriginPattern.Parse)));
    private (RateLimit? Commands, RateLimit? Work) _rates = RatesOf(settings);

    public PushSettings Settings => _settings;
    public TopicRules Rules { get; } = rules;
    public IActorRef Topics { get; } = topics;
    public NodeClock Clock { get; } = clock;
    public ServerTelemetry Telemetry { get; } = telemetry;

    /// <summary>Names this node in the ids of its connections.</summary>
    public NodeId Node { get; init; } = NodeId.Random();

    /// <summary>Decides which clients may connect; null: all may, and they are anonymous.</summary>
    public IAccess? Access { get; init; }

    /// <summary>Decides what the rules leave to the application, and receives events.</summary>
    public IBackend Backend { get; init; } = NoBackend.Instance;

    /// <summary>Injects faults that are active now; null: there are none, as on every node outside of tests.</summary>
    public FaultInjector? Faults { get => _faults; set => _faults = value; }

    /// <summary>Keeps what is left of connections that end; null: nothing is kept.</summary>
    public IActorRef? Evidence { get; init; }

    public RouteTable Routes { get; } = routes ??= TableOf(settings, ClientRoutes.Standard(settings.Echo, settings.MaxEchoMessageBytes));

    public VisibleRefusals VisibleRefusals { get; } = new(settings.RefuseWithCloseCode, routes);
    public HostPolicy Hosts => _requestPolicies.Hosts;
    public OriginPolicy Origins => _requestPolicies.Origins;
    public Forwarding Forwarding { get; } = new(new TrustedNetworks(settings.TrustedProxies), settings.ForwardingHeader);

    /// <summary>One logger for all connections: a logger of its own would cost each of them 128 bytes.</summary>
    public ILoggingAdapter Log { get; } = log;

    /// <summary>The rate limit for a client's commands; null for none.</summary>
    public RateLimit? CommandLimit => _rates.Commands;

    /// <summary>The rate limit for inflating and deflating one client's messages; null for none.</summary>
    public RateLimit? WorkLimit => _rates.Work;

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
            KnownStrings = new KnownHeaderStrings(routes.KnownStrings),
        },
    };

    /// <summary>The Date of responses that are not the session's.</summary>
    public DateHeader Date => SessionLimits.Date!;

    /// <summary>Takes over the limits that are read anew for each connection and command. All other settings stay as they were.</summary>
    public void UseLimits(PushSettings next)
    {
        _settings = WithLimitsOf(_settings, next);
        _rates = RatesOf(_settings);
        Telemetry.Connections.LimitSet(_settings.MaxConnections);
    }

    private static (RateLimit? Commands, RateLimit? Work) RatesOf(PushSettings settings) =>
        (RateLimit.Of(settings.CommandsPerSecond, settings.CommandBurst), CompressionWork.LimitOf(settings.Compression));

    private static PushSettings WithLimitsOf(PushSettings settings, PushSettings next) => settings with
    {
        MaxConnections = next.MaxConnections,
        MaxConnectionsPerAddress = next.MaxConnectionsPerAddress,
        MaxConnectionsPerUser = next.MaxConnectionsPerUser,
        MaxConnectionAge = next.MaxConnectionAge,
        MaxTaps = next.MaxTaps,
        MaxSubscriptions = next.MaxSubscriptions,
        MaxPendingSubscriptions = next.MaxPendingSubscriptions,
        CommandsPerSecond = next.CommandsPerSecond,
        CommandBurst = next.CommandBurst,
        Compression = settings.Compression with { ClientBytesPerSecond = next.Compression.ClientBytesPerSecond },
    };

    /// <summary>The table of these routes under the path base of the settings.</summary>
    public static RouteTable TableOf(PushSettings settings, IReadOnlyList<IClientRoute> routes) =>
        new(routes, PathPrefix.Parse(settings.PathBase));

    // A trusted proxy passes on the name that it is known by, and shows to everybody what a rebound page could reach.
    private static HostPolicy HostsOf(PushSettings settings) => new(
        settings.AllowedHosts.Select(HostPattern.Parse),
        isLoopbackOnly: IPAddress.IsLoopback(settings.Address) && settings.TrustedProxies.Count == 0);

    /// <summary>
    /// True if the peer at this address is a trusted proxy, which will name its client: until then its connection counts for no address.
    /// </summary>
    public bool IsTrustedProxy(IPAddress peer) =>
        Forwarding.IsTrustedProxy(peer) || (Settings.ProxyProtocol != ProxyProtocolMode.Off && Forwarding.Trusts(peer));
}
