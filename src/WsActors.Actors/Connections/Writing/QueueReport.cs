using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Reports what waits for one peer: all of it to the metric, and to the parent what a peer that is behind has not taken.</summary>
/// <remarks>A mutable struct, kept in one field of its owner.</remarks>
internal struct QueueReport
{
    /// <summary>The step in which waiting bytes are reported to the parent, so that few messages are needed.</summary>
    private const int StepBytes = 16 * 1024;

    private int _reportedBytes;

    public readonly bool IsDue(in Outbox outbox) => outbox.Bytes != _reportedBytes;

    /// <summary>Brings the node's count of waiting bytes up to date.</summary>
    public void Count(int bytes, ServerTelemetry telemetry)
    {
        if (bytes != _reportedBytes)
            telemetry.Outboxes.Changed(bytes - _reportedBytes);
        _reportedBytes = bytes;
    }

    /// <summary>Updates the count, and reports to the parent how much waits for a peer that is behind.</summary>
    /// <param name="outbox">The frames that wait.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="hasShed">True if the parent waits for it, because it asked to make room.</param>
    public void Send(ref Outbox outbox, in Turn turn, bool hasShed)
    {
        Count(outbox.Bytes, turn.Environment.Telemetry);
        var steps = outbox.IsBehind ? (ushort)Math.Min(outbox.Bytes / StepBytes, ushort.MaxValue) : (ushort)0;
        if (steps == outbox.ToldSteps && !hasShed)
            return;

        outbox.ToldSteps = steps;
        turn.Effects.Tell(turn.Parent, new ConnectionReport.QueuedBytesChanged(turn.Id, steps == 0 ? 0 : outbox.Bytes, hasShed));
    }
}
