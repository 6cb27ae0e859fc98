using System.Runtime.InteropServices;

namespace WsActors.Actors.Collections;

/// <summary>
/// A map in the order of its keys: sorted blocks of up to <see cref="OrderedBlock{TKey, TValue}.MaxCount"/> entries, and a
/// directory of the blocks' lower bounds. Find, Add and Remove take O(log n); reading on from a key takes O(log n) and what is read.
/// Keys that are added in ascending order fill their blocks; neighbours that have become sparse are merged.
/// Must not be changed while it is enumerated.
/// </summary>
internal sealed class OrderedMap<TKey, TValue>
    where TKey : IComparable<TKey>
{
    // A merged block keeps room for 16 more, so that adding and removing at one place do not split and merge in turn.
    private const int MergeUpTo = OrderedBlock<TKey, TValue>.MaxCount * 7 / 8;

    // Merging is considered at every eighth removal from a block, as it looks at both neighbours.
    private const int RemovalsPerMerge = 8;

    // Block i holds the keys from _bounds[i] on and below _bounds[i + 1].
    private readonly List<TKey> _bounds = [];
    private readonly List<OrderedBlock<TKey, TValue>> _blocks = [];

    public int Count { get; private set; }

    /// <summary>Entries that there is room for; the map's memory is proportional to it.</summary>
    public int Room => _blocks.Sum(block => block.Room);

    public IEnumerable<TValue> Values => Enumerate(0, 0).Select(entry => entry.Value);

    public bool TryGetValue(TKey key, out TValue value)
    {
        var block = BlockOf(key);
        var index = block < 0 ? -1 : _blocks[block].IndexOf(key);
        value = index < 0 ? default! : _blocks[block].ValueAt(index);
        return index >= 0;
    }

    /// <exception cref="ArgumentException">The key is in the map already.</exception>
    public void Add(TKey key, TValue value)
    {
        var block = BlockForAdding(key);
        var index = ~_blocks[block].IndexOf(key);
        if (index < 0)
            throw new ArgumentException($"The key {key} is in the map already.", nameof(key));

        if (_blocks[block].IsFull)
            (block, index) = MakeRoom(block, index, key);
        _blocks[block].Insert(index, key, value);
        Count++;
    }

    public bool Remove(TKey key, out TValue value)
    {
        var at = BlockOf(key);
        var block = at < 0 ? null : _blocks[at];
        var index = block?.IndexOf(key) ?? -1;
        value = index < 0 ? default! : block!.ValueAt(index);
        if (index < 0)
            return false;

        block!.RemoveAt(index);
        Count--;
        if (block.Count % RemovalsPerMerge == 0 && !TryMerge(at))
            TryMerge(at - 1);
        return true;
    }

    /// <summary>The entries from a key on, in order.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> From(TKey key)
    {
        var block = BlockOf(key);
        if (block < 0)
            return Enumerate(0, 0);

        var index = _blocks[block].IndexOf(key);
        return Enumerate(block, index < 0 ? ~index : index);
    }

    /// <summary>The entries above a key, in order.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> After(TKey key) =>
        From(key).SkipWhile(entry => entry.Key.CompareTo(key) == 0);

    /// <summary>All entries, in order.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> All() => Enumerate(0, 0);

    private IEnumerable<KeyValuePair<TKey, TValue>> Enumerate(int block, int index)
    {
        for (; block < _blocks.Count; block++, index = 0)
        {
            for (; index < _blocks[block].Count; index++)
                yield return _blocks[block][index];
        }
    }

    // -1: the key is below all others.
    private int BlockOf(TKey key)
    {
        var block = CollectionsMarshal.AsSpan(_bounds).BinarySearch(key);
        return block >= 0 ? block : ~block - 1;
    }

    private int BlockForAdding(TKey key)
    {
        var block = BlockOf(key);
        if (block >= 0)
            return block;

        if (_blocks.Count == 0)
            InsertBlock(0, key, OrderedBlock<TKey, TValue>.Small());
        else
            _bounds[0] = key;
        return 0;
    }

    // The last block is left full when a key comes behind it; any other is split in halves.
    private (int Block, int Index) MakeRoom(int block, int index, TKey key)
    {
        if (block == _blocks.Count - 1 && index == _blocks[block].Count)
        {
            InsertBlock(block + 1, key, OrderedBlock<TKey, TValue>.Large());
            return (block + 1, 0);
        }

        var lower = _blocks[block];
        var upper = lower.SplitUpperHalf();
        InsertBlock(block + 1, upper[0].Key, upper);
        return index <= lower.Count ? (block, index) : (block + 1, index - lower.Count);
    }

    private bool TryMerge(int block)
    {
        if (block >= 0 && _blocks[block].Count == 0)
        {
            RemoveBlock(block);
            return true;
        }

        if (block < 0 || block + 1 >= _blocks.Count || _blocks[block].Count + _blocks[block + 1].Count > MergeUpTo)
            return false;

        _blocks[block].Append(_blocks[block + 1]);
        RemoveBlock(block + 1);
        return true;
    }

    private void InsertBlock(int at, TKey bound, OrderedBlock<TKey, TValue> block)
    {
        _bounds.Insert(at, bound);
        _blocks.Insert(at, block);
    }

    private void RemoveBlock(int at)
    {
        _bounds.RemoveAt(at);
        _blocks.RemoveAt(at);
    }
}
