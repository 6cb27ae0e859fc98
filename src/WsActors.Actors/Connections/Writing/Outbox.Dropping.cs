using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Writing;

/// <summary>The part of the outbox that may be dropped while it waits. It does not exist for a peer that keeps up.</summary>
internal partial struct Outbox
{
    /// <summary>The part of the outbox bound that the droppable messages of one topic may take, unless its rule allows more.</summary>
    private const int DeliveryShare = 4;

    /// <summary>True if the peer has not taken everything that was sent, so that new frames have to wait.</summary>
    public readonly bool IsBehind => IsSending || _pendingQueue is not null;

    /// <summary>Bytes that wait or are being sent and cannot be dropped to make room.</summary>
    public readonly int UndroppableBytes => Bytes - (_pendingQueue?.DroppableBytes ?? 0);

    /// <summary>
    /// Enqueues a message for a peer that is behind. Drops messages as its topic's policy and budget require, and more if the whole would
    /// exceed <paramref name="limit"/>; false if that is not enough.
    /// </summary>
    public bool TryAddDroppable(in DroppableFrame message, int limit, ClientEncoding encoding)
    {
        _pendingQueue ??= new PendingQueue(encoding);
        _pendingQueue.Add(message);
        return TryMakeRoom(0, limit);
    }

    /// <summary>Takes in publications of a peer that is behind; false if there is no room for one that must not be dropped.</summary>
    public bool TryAddDroppable(Subscriber.Deliver deliver, Droppable droppable, int limit, ClientEncoding encoding)
    {
        var rule = droppable.Rule;
        var maxBytes = rule.DeliveryBytes > 0 ? rule.DeliveryBytes : limit / DeliveryShare;
        var fits = true;
        for (var i = 0; i < deliver.Count && fits; i++)
        {
            var message = new DroppableFrame(
                deliver.Topic, droppable.OffsetOf(i), droppable.Keys?[i], deliver.Parts?[i] ?? deliver.Frame, rule.Delivery, maxBytes);
            fits = TryAddDroppable(message, limit, encoding);
        }

        return fits;
    }

    /// <summary>Takes in a page of history. It was asked for because there was room, so it is not measured against the bound again.</summary>
    public void AddReplayed(IReadOnlyList<byte[]> frames, int limit)
    {
        foreach (var frame in frames)
        {
            TryMakeRoom(frame.Length, limit);
            TryAdd(frame, int.MaxValue);
        }
    }

    /// <summary>Drops droppable messages until there is room for so many bytes; false if that is not enough.</summary>
    public readonly bool TryMakeRoom(int bytes, int limit)
    {
        while (!Fits(bytes, limit))
        {
            if (_pendingQueue is null || !_pendingQueue.TryDropOne())
                return false;
        }

        return true;
    }

    /// <summary>Drops all droppable messages if that leaves fewer bytes; false if there were none.</summary>
    public readonly bool TryShed()
    {
        var any = false;
        while (_pendingQueue is not null && _pendingQueue.TryShedOne())
            any = true;
        return any;
    }

    /// <summary>Detaches a topic whose subscription has ended: see <see cref="PendingQueue.Detach"/>.</summary>
    public readonly void Detach(TopicName topic) => _pendingQueue?.Detach(topic);

    /// <summary>Messages of the pending that left since the last time.</summary>
    public readonly int TakeLeft() => _pendingQueue?.TakeLeft() ?? 0;

    /// <summary>Returns the number of messages dropped since the last call.</summary>
    public readonly DropCount TakeDropped() => _pendingQueue?.TakeDropped() ?? default;

    /// <summary>Counts the frames that <see cref="Clear"/> would discard.</summary>
    public readonly DropCount CountWaiting()
    {
        var pending = _pendingQueue?.CountAll() ?? default;
        return pending with { Every = pending.Every + _frames };
    }
}
