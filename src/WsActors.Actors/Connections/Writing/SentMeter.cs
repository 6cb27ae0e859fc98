using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Counts what is sent to one peer, and measures how long publications wait for it.</summary>
/// <remarks>A mutable struct, kept in one field of its owner.</remarks>
internal struct SentMeter
{
    private TimeSpan _oldestUnsent = TimeSpan.MaxValue;
    private int _unreported;

    public SentMeter()
    {
    }

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Notes that a publication waits that was accepted then.</summary>
    public void Accepted(TimeSpan at)
    {
        if (at < _oldestUnsent)
            _oldestUnsent = at;
    }

    public void CountMessages(int count)
    {
        Messages += count;
        _unreported += count;
    }

    /// <summary>Records that bytes are handed to the transport, with all that waited.</summary>
    public void Record(ConnectionId id, int bytes, ConnectionEnvironment environment, ref Liveness liveness)
    {
        var telemetry = environment.Telemetry;
        Bytes += bytes;
        telemetry.Traffic.BytesSent(bytes);
        telemetry.Traffic.MessagesSent(_unreported);
        telemetry.Sample.Passed(id, _unreported, bytes);
        _unreported = 0;
        if (_oldestUnsent == TimeSpan.MaxValue)
            return;

        var now = environment.Clock.Now;
        telemetry.Publications.HandedToSocket(now - _oldestUnsent);
        if (liveness.WasBehindSince(_oldestUnsent))
            telemetry.Outboxes.Waited(now - _oldestUnsent);
        liveness.Active(now);
        _oldestUnsent = TimeSpan.MaxValue;
    }
}
