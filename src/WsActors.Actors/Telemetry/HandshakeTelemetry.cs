using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for opening handshakes. Safe on any thread.</summary>
public sealed class HandshakeTelemetry
{
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _duration;

    internal HandshakeTelemetry(Meter meter)
    {
        _handshakes = meter.CreateCounter<long>("wsactors.handshakes", description: "Opening handshakes, by outcome");
        _duration = meter.CreateHistogram<double>(
            "wsactors.handshake.duration", "s", "From accept to the answer of the opening handshake");
    }

    /// <param name="outcome">"accepted", or the refusal's name.</param>
    /// <param name="duration">Time since the connection was accepted.</param>
    public void Ended(string outcome, TimeSpan duration)
    {
        _handshakes.Add(1, Label.Of("outcome", outcome));
        _duration.Record(duration.TotalSeconds);
    }
}
