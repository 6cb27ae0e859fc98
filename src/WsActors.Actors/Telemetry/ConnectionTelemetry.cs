using System.Diagnostics.Metrics;
using System.Net.Sockets;
using WsActors.Actors.Model;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for connections as a whole: accepted, refused, ended, and how many there are now. Safe on any thread.</summary>
public sealed class ConnectionTelemetry
{
    private readonly AtomicCounter _handshaking = new();
    private readonly AtomicCounter _open = new();
    private readonly AtomicCounter _closing = new();
    private readonly AtomicCounter _allEnded = new();
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _acceptErrors;
    private readonly Histogram<double> _states;
    private volatile int _limit;
    private volatile int _taps;

    internal ConnectionTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter("wsactors.connections", ByState, description: "Connections now, by state");
        meter.CreateObservableUpDownCounter(
            "wsactors.connections.limit", () => _limit, description: "Maximum number of connections that the node admits");
        meter.CreateObservableUpDownCounter("wsactors.taps", () => _taps, description: "Connections whose frames an operator watches now");
        _accepted = meter.CreateCounter<long>("wsactors.connections.accepted", description: "Sockets accepted");
        _refused = meter.CreateCounter<long>(
            "wsactors.connections.refused", description: "Connections refused at admission, by cause");
        _ended = meter.CreateCounter<long>("wsactors.connections.ended", description: "Connections that ended, by outcome");
        _acceptErrors = meter.CreateCounter<long>("wsactors.accept.errors", description: "Failed accepts, by socket error");
        _states = meter.CreateHistogram<double>(
            "wsactors.connections.state.duration", "s", "Time in a state, by state, recorded when the connection leaves it; that of open begins with the accept");
    }

    public long Handshaking => _handshaking.Value;
    public long Open => _open.Value;
    public long Closing => _closing.Value;

    /// <summary>All connections, in any state.</summary>
    public long Total => Handshaking + Open + Closing;

    /// <summary>Connections that have ended since the start.</summary>
    public long Ended => _allEnded.Value;

    public void LimitSet(int connections) => _limit = connections;

    public void TapsCounted(int taps) => _taps = taps;

    public void Accepted() => _accepted.Add(1);

    public void AcceptFailed(SocketError error) => _acceptErrors.Add(1, Label.Of("error", error.ToString()));

    public void Refused(string cause) => _refused.Add(1, Label.Of("cause", cause));

    public void Entered(ConnectionPhase phase) => CountOf(phase).Increment();

    public void Moved(ConnectionPhase from, ConnectionPhase to)
    {
        CountOf(to).Increment();
        CountOf(from).Decrement();
    }

    /// <summary>Records how long a connection was in the state that it leaves.</summary>
    public void Stayed(ConnectionPhase phase, TimeSpan duration) => _states.Record(duration.TotalSeconds, StateOf(phase));

    public void Left(ConnectionPhase phase, ConnectionOutcome outcome)
    {
        CountOf(phase).Decrement();
        _allEnded.Increment();
        _ended.Add(1, Label.Of("outcome", outcome.Label()));
    }

    private static KeyValuePair<string, object?> StateOf(ConnectionPhase phase) => Label.Of("state", phase switch
    {
        ConnectionPhase.Handshaking => "handshaking",
        ConnectionPhase.Closing => "closing",
        _ => "open",
    });

    private AtomicCounter CountOf(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Handshaking => _handshaking,
        ConnectionPhase.Closing => _closing,
        _ => _open,
    };

    private IEnumerable<Measurement<long>> ByState() =>
    [
        new(Handshaking, StateOf(ConnectionPhase.Handshaking)),
        new(Open, StateOf(ConnectionPhase.Open)),
        new(Closing, StateOf(ConnectionPhase.Closing)),
    ];
}
