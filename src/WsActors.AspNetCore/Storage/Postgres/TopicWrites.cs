using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>The writes to one topic in a group: batches that follow each other, and a trim.</summary>
internal sealed class TopicWrites(TopicName topic)
{
    private readonly List<StorageRequest.Append> _appends = [];
    private readonly List<LaneItem> _items = [];
    private long _trimmedThrough;

    public TopicName Topic { get; } = topic;

    public IReadOnlyList<LaneItem> Items => _items;

    public IReadOnlyList<StorageRequest.Append> Appends => _appends;

    public StorageFence? Fence => _items[0].Request!.Fence;

    /// <summary>The offset of the first message to append; 0 if there is none.</summary>
    public long First => _appends.Count > 0 ? _appends[0].Messages[0].Offset : 0;

    public long Last => _appends.Count > 0 ? _appends[^1].Messages[^1].Offset : 0;

    /// <summary>All messages up to this offset go; 0 if none go.</summary>
    public long Through => Math.Max(_trimmedThrough, _appends.Count > 0 ? _appends[^1].KeepFrom - 1 : 0);

    public int Messages => _appends.Sum(append => append.Messages.Count);

    /// <summary>The reason for which these writes are not done; null if they are.</summary>
    public StorageFault? Fault { get; set; }

    /// <summary>Adds a write, unless it must be carried out in a later group.</summary>
    public bool TryAdd(LaneItem item)
    {
        if (_items.Count > 0 && item.Request!.Fence != Fence)
            return false;

        if (item.Request is StorageRequest.Append append)
        {
            var first = append.Messages[0].Offset;
            if (first <= _trimmedThrough || (_appends.Count > 0 && (first != Last + 1 || append.Epoch != _appends[0].Epoch)))
                return false;

            _appends.Add(append);
        }
        else
        {
            _trimmedThrough = Math.Max(_trimmedThrough, ((StorageRequest.Trim)item.Request!).Through);
        }

        _items.Add(item);
        return true;
    }
}
