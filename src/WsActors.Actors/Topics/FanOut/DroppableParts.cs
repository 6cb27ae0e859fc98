using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>Gathers a <see cref="Droppable"/> while publications are joined. Only a topic whose rule lets some be dropped has one.</summary>
internal sealed class DroppableParts(TopicRule rule)
{
    private List<string?>? _keys;
    private long _firstOffset;
    private int _count;

    public void Add(long offset, string? key)
    {
        if (_count == 0)
            _firstOffset = offset;
        if (key is not null && _keys is null)
            _keys = [.. Enumerable.Repeat<string?>(null, _count)];
        _keys?.Add(key);
        _count++;
    }

    public Droppable Take()
    {
        var taken = new Droppable(rule, _firstOffset, _keys);
        (_keys, _count) = (null, 0);
        return taken;
    }
}
