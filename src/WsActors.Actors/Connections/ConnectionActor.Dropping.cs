using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Connections;

/// <summary>The peer is behind, and some of what comes need not wait for it.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>What part of the outbox bound the messages of one topic may take that may be dropped, unless its rule says more.</summary>
    private const int DeliveryShare = 4;

    /// <summary>What waits for a peer that is behind is told to the parent in steps of this, which costs few messages.</summary>
    private const int HeldStepBytes = 16 * 1024;

    private void DeliverDroppable(Subscriber.Deliver deliver, Droppable droppable)
    {
        var outboxBytes = _environment.Settings.OutboxBytes;
        var maxBytes = droppable.Rule.DeliveryBytes > 0 ? droppable.Rule.DeliveryBytes : outboxBytes / DeliveryShare;
        for (var i = 0; i < deliver.Count; i++)
        {
            var message = new DroppableFrame(
                deliver.Topic, droppable.OffsetOf(i), droppable.Keys?[i], deliver.Parts?[i] ?? deliver.Frame, droppable.Rule.Delivery, maxBytes);
            if (_outbox.TryAddDroppable(message, outboxBytes, _encoding))
                continue;

            CloseSlowConsumer();
            break;
        }

        ReportDropped();
    }

    // Too much waits on this node: what may go goes, and where nothing may, the connection does.
    private void OnShed()
    {
        if (_outbox.TryShed())
            _environment.Telemetry.Outboxes.Shed("dropped");
        else if (_outbox.IsBehind)
            CloseAsShed();
        ReportDropped();
        TellHeld(hasShed: true);
    }

    private void CloseAsShed()
    {
        _environment.Telemetry.Outboxes.Shed("closed");
        CloseSlowConsumer();
    }

    private void TellHeld(bool hasShed = false)
    {
        var steps = _outbox.IsBehind ? (ushort)Math.Min(_outbox.Bytes / HeldStepBytes, ushort.MaxValue) : (ushort)0;
        if (steps == _outbox.ToldSteps && !hasShed)
            return;

        _outbox.ToldSteps = steps;
        Context.Parent.Tell(new ConnectionReport.QueuedBytesChanged(_id, steps == 0 ? 0 : _outbox.Bytes, hasShed));
    }

    private void ReportDropped() => CountDropped(_outbox.TakeDropped());

    private void CountDropped(DropCount dropped)
    {
        if (dropped.IsNone)
            return;

        var telemetry = _environment.Telemetry;
        telemetry.Outboxes.Dropped(DeliveryPolicy.Every, dropped.Every);
        telemetry.Outboxes.Dropped(DeliveryPolicy.Latest, dropped.Latest);
        telemetry.Outboxes.Dropped(DeliveryPolicy.DropOldest, dropped.DropOldest);
    }
}
