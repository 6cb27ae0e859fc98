using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Frames that were dropped, by the policy of their topics.</summary>
internal readonly record struct DropCount(int Every, int Latest, int DropOldest)
{
    public bool IsNone => Every + Latest + DropOldest == 0;

    /// <summary>Counts them in the metric.</summary>
    public void Report(ServerTelemetry telemetry)
    {
        if (IsNone)
            return;

        telemetry.Outboxes.Dropped(DeliveryPolicy.Every, Every);
        telemetry.Outboxes.Dropped(DeliveryPolicy.Latest, Latest);
        telemetry.Outboxes.Dropped(DeliveryPolicy.DropOldest, DropOldest);
    }
}
