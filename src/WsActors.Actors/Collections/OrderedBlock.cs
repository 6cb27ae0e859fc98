namespace WsActors.Actors.Collections;

/// <summary>Some neighbouring entries of an <see cref="OrderedMap{TKey, TValue}"/>, sorted: small enough to shift at each change.</summary>
internal sealed class OrderedBlock<TKey, TValue>
    where TKey : IComparable<TKey>
{
    public const int MaxCount = 128;
    private const int SmallCount = 4;

    private TKey[] _keys;
    private TValue[] _values;

    private OrderedBlock(int room)
    {
        _keys = new TKey[room];
        _values = new TValue[room];
    }

    public int Count { get; private set; }
    public int Room => _keys.Length;
    public bool IsFull => Count == MaxCount;

    public KeyValuePair<TKey, TValue> this[int index] => new(_keys[index], _values[index]);

    /// <summary>The first block of a map, which may remain small.</summary>
    public static OrderedBlock<TKey, TValue> Small() => new(SmallCount);

    /// <summary>A block of a map that fills several.</summary>
    public static OrderedBlock<TKey, TValue> Large() => new(MaxCount);

    /// <summary>The key's index, or the complement of the index where it belongs.</summary>
    public int IndexOf(TKey key) => _keys.AsSpan(0, Count).BinarySearch(key);

    public TValue ValueAt(int index) => _values[index];

    public void Insert(int index, TKey key, TValue value)
    {
        if (Count == Room)
            Resize(Room * 2);
        Array.Copy(_keys, index, _keys, index + 1, Count - index);
        Array.Copy(_values, index, _values, index + 1, Count - index);
        _keys[index] = key;
        _values[index] = value;
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_keys, index + 1, _keys, index, Count - index);
        Array.Copy(_values, index + 1, _values, index, Count - index);
        _keys[Count] = default!;
        _values[Count] = default!;
    }

    public OrderedBlock<TKey, TValue> SplitUpperHalf()
    {
        var half = Count / 2;
        var upper = Large();
        upper.CopyFrom(this, half, Count - half);
        ClearFrom(half, Count - half);
        Count = half;
        return upper;
    }

    /// <summary>Adds the entries of the block that follows.</summary>
    public void Append(OrderedBlock<TKey, TValue> next)
    {
        if (Count + next.Count > Room)
            Resize(MaxCount);
        CopyFrom(next, 0, next.Count);
    }

    private void CopyFrom(OrderedBlock<TKey, TValue> other, int from, int count)
    {
        Array.Copy(other._keys, from, _keys, Count, count);
        Array.Copy(other._values, from, _values, Count, count);
        Count += count;
    }

    // What has gone must not be kept from the garbage collector.
    private void ClearFrom(int index, int count)
    {
        Array.Clear(_keys, index, count);
        Array.Clear(_values, index, count);
    }

    private void Resize(int room)
    {
        Array.Resize(ref _keys, room);
        Array.Resize(ref _values, room);
    }
}
