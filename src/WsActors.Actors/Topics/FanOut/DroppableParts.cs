using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>Gathers a <see cref="Droppable"/> while publications are joined. Only a topic whose rule lets some be dropped has one.</summary>
internal sealed class DroppableParts(TopicRule rule)
{
    private List<string?>? _keys;
    private long _firstOffset;

    /// <summary>Publications that are joined, in the order of their offsets and without a hole.</summary>
    public int Count { get; private set; }

    public void Add(long offset, string? key)
    {
        if (Count == 0)
            _firstOffset = offset;
        if (key is not null && _keys is null)
            _keys = [.. Enumerable.Repeat<string?>(null, Count)];
        _keys?.Add(key);
        Count++;
    }

    /// <summary>Begins anew.</summary>
    /// <param name="isNeeded">False if nobody is told, so that nothing is made.</param>
    public Droppable? Take(bool isNeeded)
    {
        var taken = isNeeded ? new Droppable(rule, _firstOffset, _keys) : null;
        (_keys, Count) = (null, 0);
        return taken;
    }
}
