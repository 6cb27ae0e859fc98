using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Throws frames away that wait for a slow reader, and counts them.</summary>
internal static class OutboxShedding
{
    /// <summary>Makes room because the node holds too much for slow readers: drops what may be dropped.</summary>
    /// <returns>Full if nothing could be dropped and the peer is behind.</returns>
    public static Written Shed(in Outbox outbox, ServerTelemetry telemetry)
    {
        var shed = outbox.TryShed();
        if (shed)
            telemetry.Outboxes.Shed("dropped");
        else if (outbox.IsBehind)
            telemetry.Outboxes.Shed("closed");
        outbox.TakeDropped().Report(telemetry);
        return shed || !outbox.IsBehind ? Written.Fine : Written.Full;
    }

    /// <summary>Drops everything that is not being sent.</summary>
    public static void Drop(ref Outbox outbox, ServerTelemetry telemetry)
    {
        outbox.TakeDropped().Report(telemetry);
        outbox.CountWaiting().Report(telemetry);
        outbox.Clear();
    }
}
