using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Runtime;
using WsActors.Cluster.Runtime;
using WsActors.Cluster.Settings;
using AkkaCluster = Akka.Cluster.Cluster;

namespace WsActors.Cluster.Membership;

/// <summary>
/// Has Akka.Cluster join through the seeds, or through the addresses that a DNS name has. It is stopped when the node has joined.
/// </summary>
internal sealed class JoiningActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan BetweenLookups = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    // Names of a service that is just starting grow from lookup to lookup. All nodes have to see the same first one.
    private const int SameLookups = 5;

    private readonly ClusterSettings _settings;
    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IReadOnlyList<string> _nodes;
    private int _unchanged;
    private string _fault = "no node answers";

    private JoiningActor(ClusterSettings settings)
    {
        _settings = settings;
        _nodes = settings.Seeds;
    }

    public static Props Props(ClusterSettings settings) => ActorFactory<JoiningActor>.Props(() => new JoiningActor(settings));

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Report), Report.Instance, BetweenLines);
        if (_nodes.Count > 0)
            Join();
        else
            LookUp();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Found found: OnFound(found.Addresses); break;
            case Status.Failure failure: OnFault($"{_settings.Discovery} cannot be looked up: {failure.Cause.GetBaseException().Message}"); break;
            case Again: LookUp(); break;
            case Report: _log.Warning("This node has not joined the cluster yet: {0}. It goes on trying ({1})", _fault, string.Join(", ", _nodes)); break;
            default: Unhandled(message); break;
        }
    }

    private void LookUp() => Dns.GetHostAddressesAsync(_settings.Discovery).PipeTo(
        Self, success: addresses => new Found([.. addresses.Where(IsOfOwnFamily).Select(NameOf).Order(StringComparer.Ordinal).Distinct()]));

    private void OnFound(IReadOnlyList<string> addresses)
    {
        var isSame = addresses.SequenceEqual(_nodes);
        _unchanged = isSame ? _unchanged + 1 : 0;
        _nodes = addresses;

        // A cluster with fewer nodes could not store anything, and a node that sees only itself may be the first of several that do.
        if (_nodes.Count < _settings.Replicas)
            OnFault($"{_settings.Discovery} has {_nodes.Count} addresses, and {_settings.Replicas} replicas are configured");
        else if (_unchanged < SameLookups)
            OnFault($"the addresses of {_settings.Discovery} have just changed");
        else
            Join();
    }

    private void OnFault(string fault)
    {
        _fault = fault;
        Timers.StartSingleTimer(nameof(Again), Again.Instance, BetweenLookups);
    }

    private void Join()
    {
        _fault = "no node answers";
        var seeds = _nodes.Select(node => NodeNames.TryParse(node, _cluster.SelfAddress, out var address) ? address : null).OfType<Address>();
        _cluster.JoinSeedNodes([.. seeds]);
    }

    private bool IsOfOwnFamily(IPAddress address) =>
        !IPAddress.TryParse(_settings.Address, out var own) || own.AddressFamily == address.AddressFamily;

    private string NameOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? $"[{address}]:{_settings.Port}"
        : $"{address}:{_settings.Port}";

    private sealed record Found(IReadOnlyList<string> Addresses);

    private sealed record Again
    {
        public static readonly Again Instance = new();
    }

    private sealed record Report
    {
        public static readonly Report Instance = new();
    }
}
