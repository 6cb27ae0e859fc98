using WsActors.Actors.Settings;
using WsActors.Actors.Topics;

namespace WsActors.Actors.Connections;

/// <summary>The peer is behind, and some of what comes need not wait for it.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>What part of the outbox bound the messages of one topic may take that may be dropped, unless its rule says more.</summary>
    private const int DeliveryShare = 4;

    private void DeliverDroppable(Subscriber.Deliver deliver, Droppable droppable)
    {
        var outboxBytes = _environment.Settings.OutboxBytes;
        var maxBytes = droppable.Rule.DeliveryBytes > 0 ? droppable.Rule.DeliveryBytes : outboxBytes / DeliveryShare;
        for (var i = 0; i < deliver.Count; i++)
        {
            var message = new DroppableFrame(
                deliver.Topic, droppable.FirstOffset + i, droppable.Keys?[i], deliver.Parts?[i] ?? deliver.Frame, droppable.Rule.Delivery, maxBytes);
            if (_outbox.TryAddDroppable(message, outboxBytes, _protocol!))
                continue;

            CloseSlowConsumer();
            break;
        }

        ReportDropped();
    }

    private void ReportDropped() => CountDropped(_outbox.TakeDropped());

    private void CountDropped(DropCount dropped)
    {
        if (dropped.IsNone)
            return;

        var telemetry = _environment.Telemetry;
        telemetry.MessagesDropped(DeliveryPolicy.Every, dropped.Every);
        telemetry.MessagesDropped(DeliveryPolicy.Latest, dropped.Latest);
        telemetry.MessagesDropped(DeliveryPolicy.DropOldest, dropped.DropOldest);
    }
}
