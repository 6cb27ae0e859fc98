using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>What may be dropped while it waits. Nothing of this exists for a peer that keeps up.</summary>
internal partial struct Outbox
{
    /// <summary>Whether the peer has yet to take what it was sent, so that what comes now has to wait for it.</summary>
    public readonly bool IsBehind => IsSending || _backlog is not null;

    /// <summary>Bytes that wait or are being sent and cannot be dropped to make room.</summary>
    public readonly int FirmBytes => Bytes - (_backlog?.DroppableBytes ?? 0);

    /// <summary>
    /// Takes in a message of a peer that is behind. What its topic's policy or budget asks for is dropped, and more where
    /// the whole would exceed <paramref name="limit"/>; false where that is not enough.
    /// </summary>
    public bool TryAddDroppable(in DroppableFrame message, int limit, ClientEncoding encoding)
    {
        _backlog ??= new Backlog(encoding);
        _backlog.Add(message);
        return TryMakeRoom(0, limit);
    }

    /// <summary>Drops what may be dropped until so many bytes find room; false where it is not enough.</summary>
    public readonly bool TryMakeRoom(int bytes, int limit)
    {
        while (!Fits(bytes, limit))
        {
            if (_backlog is null || !_backlog.TryDropOne())
                return false;
        }

        return true;
    }

    /// <summary>Drops all that may be dropped, where that leaves less; false where there was nothing.</summary>
    public readonly bool TryShed()
    {
        var any = false;
        while (_backlog is not null && _backlog.TryShedOne())
            any = true;
        return any;
    }

    /// <summary>A subscription has ended: see <see cref="Backlog.Seal"/>.</summary>
    public readonly void Seal(TopicName topic) => _backlog?.Seal(topic);

    /// <summary>Messages of the backlog that left since the last time.</summary>
    public readonly int TakeLeft() => _backlog?.TakeLeft() ?? 0;

    /// <summary>What was dropped since the last time.</summary>
    public readonly DropCount TakeDropped() => _backlog?.TakeDropped() ?? default;

    /// <summary>What <see cref="Clear"/> throws away.</summary>
    public readonly DropCount CountWaiting()
    {
        var backlog = _backlog?.CountAll() ?? default;
        return backlog with { Every = backlog.Every + _frames };
    }
}
