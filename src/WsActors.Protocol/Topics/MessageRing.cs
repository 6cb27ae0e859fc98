namespace WsActors.Protocol.Topics;

/// <summary>A queue with an index: the kept messages from the oldest to the newest, each found by its place in no time.</summary>
/// <remarks>A mutable struct, kept in one field of its log.</remarks>
internal struct MessageRing()
{
    private const int SmallestCapacity = 4;

    private LoggedMessage[] _items = [];
    private int _oldest;

    public int Count { get; private set; }

    /// <param name="index">0 is the oldest.</param>
    public readonly LoggedMessage this[int index] => _items[(_oldest + index) % _items.Length];

    public void Add(in LoggedMessage message)
    {
        if (Count == _items.Length)
            Grow();
        _items[(_oldest + Count) % _items.Length] = message;
        Count++;
    }

    public LoggedMessage RemoveOldest()
    {
        var removed = _items[_oldest];
        _items[_oldest] = default;
        _oldest = (_oldest + 1) % _items.Length;
        Count--;
        return removed;
    }

    public void Clear()
    {
        _items = [];
        _oldest = 0;
        Count = 0;
    }

    private void Grow()
    {
        var larger = new LoggedMessage[Math.Max(SmallestCapacity, 2 * _items.Length)];
        for (var i = 0; i < Count; i++)
            larger[i] = this[i];
        _items = larger;
        _oldest = 0;
    }
}
