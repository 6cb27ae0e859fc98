using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for permessage-deflate. Safe on any thread.</summary>
public sealed class CompressionTelemetry
{
    private readonly AtomicCounter _sharedInput = new();
    private readonly AtomicCounter _sharedOutput = new();
    private readonly AtomicCounter _ownInput = new();
    private readonly AtomicCounter _ownOutput = new();
    private readonly Counter<long> _negotiations;

    internal CompressionTelemetry(Meter meter)
    {
        meter.CreateObservableCounter(
            "wsactors.compression.input",
            () => ByUse(_sharedInput, _ownInput),
            "By",
            "Bytes of frames before compression, by whether the result is shared by many connections");
        meter.CreateObservableCounter(
            "wsactors.compression.output", () => ByUse(_sharedOutput, _ownOutput), "By", "Bytes of the same frames after compression");
        _negotiations = meter.CreateCounter<long>(
            "wsactors.compression.negotiations", description: "Accepted handshakes, by the outcome of the permessage-deflate negotiation");
    }

    /// <param name="outcome">"agreed", "not_offered", "declined" or "disabled".</param>
    public void Negotiated(string outcome) => _negotiations.Add(1, Label.Of("outcome", outcome));

    /// <summary>Counts a compressed frame.</summary>
    public void Compressed(CompressionUse use, int bytesBefore, int bytesAfter)
    {
        var isShared = use == CompressionUse.Shared;
        (isShared ? _sharedInput : _ownInput).Add(bytesBefore);
        (isShared ? _sharedOutput : _ownOutput).Add(bytesAfter);
    }

    private static IEnumerable<Measurement<long>> ByUse(AtomicCounter shared, AtomicCounter own) =>
    [
        new(shared.Value, Label.Of("use", "shared")),
        new(own.Value, Label.Of("use", "own")),
    ];
}
