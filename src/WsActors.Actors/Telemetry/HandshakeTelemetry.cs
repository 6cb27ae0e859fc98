using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for opening handshakes. Safe on any thread.</summary>
public sealed class HandshakeTelemetry
{
    private readonly AtomicCounter _accepted = new();
    private readonly AtomicCounter _refused = new();
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;

    internal HandshakeTelemetry(Meter meter)
    {
        _handshakes = meter.CreateCounter<long>("wsactors.handshakes", description: "Opening handshakes, by outcome");
        _duration = meter.CreateHistogram<double>(
            "wsactors.handshake.duration", "s", "From accept to the answer of the opening handshake");
    }

    /// <summary>Handshakes since the start that let a client in.</summary>
    public long Accepted => _accepted.Value;

    /// <summary>Handshakes since the start that failed, including those that ended before an answer.</summary>
    public long Refused => _refused.Value;

    /// <param name="outcome">"accepted", or the refusal's name.</param>
    /// <param name="duration">Time since the connection was accepted.</param>
    public void Ended(string outcome, TimeSpan duration)
    {
        if (outcome == "accepted")
            _accepted.Increment();
        else if (outcome is not ("preflight" or "head"))
            _refused.Increment();
        _handshakes.Add(1, Label.Of("outcome", outcome));
        _duration.Record(duration.TotalSeconds);
    }
}
