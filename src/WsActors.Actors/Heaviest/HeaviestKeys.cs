namespace WsActors.Actors.Heaviest;

/// <summary>
/// Finds the keys with the most weight in a stream of any length, in bounded memory: the Space-Saving algorithm (Metwally, Agrawal and El
/// Abbadi, 2005). A key that is not kept takes the place of the lightest one, and its weight as a possible error. Every key with more than
/// <see cref="Total"/> divided by the capacity is kept.
/// </summary>
/// <param name="capacity">The number of keys that are kept.</param>
internal sealed class HeaviestKeys<TKey>(int capacity)
    where TKey : IEquatable<TKey>
{
    // A heap with the lightest key first, and the place of each key in it.
    private readonly List<HeavyKey<TKey>> _heap = [];
    private readonly Dictionary<TKey, int> _places = [];

    /// <summary>The weight of all keys, whether they are kept or not.</summary>
    public long Total { get; private set; }

    public void Add(TKey key, long weight)
    {
        Total += weight;
        if (_places.TryGetValue(key, out var place))
            Put(_heap[place] with { Weight = _heap[place].Weight + weight }, place);
        else if (_heap.Count < capacity)
            Insert(new HeavyKey<TKey>(key, weight, Error: 0));
        else
            Replace(key, weight);
    }

    /// <summary>The heaviest keys that are kept, the heaviest first.</summary>
    public IReadOnlyList<HeavyKey<TKey>> Top(int count) => [.. _heap.OrderByDescending(key => key.Weight).Take(count)];

    private void Insert(HeavyKey<TKey> added)
    {
        _heap.Add(added);
        var place = _heap.Count - 1;
        while (place > 0 && _heap[Parent(place)].Weight > added.Weight)
        {
            Move(Parent(place), place);
            place = Parent(place);
        }

        Set(added, place);
    }

    private void Replace(TKey key, long weight)
    {
        var lightest = _heap[0];
        _places.Remove(lightest.Key);
        Put(new HeavyKey<TKey>(key, lightest.Weight + weight, Error: lightest.Weight), place: 0);
    }

    // Its weight has only grown, so lighter ones move towards the root.
    private void Put(HeavyKey<TKey> heavier, int place)
    {
        while (LighterChild(place) is var child && child < _heap.Count && _heap[child].Weight < heavier.Weight)
        {
            Move(child, place);
            place = child;
        }

        Set(heavier, place);
    }

    private int LighterChild(int place)
    {
        var (left, right) = ((2 * place) + 1, (2 * place) + 2);
        return right < _heap.Count && _heap[right].Weight < _heap[left].Weight ? right : left;
    }

    private void Move(int from, int to) => Set(_heap[from], to);

    private void Set(HeavyKey<TKey> key, int place)
    {
        _heap[place] = key;
        _places[key.Key] = place;
    }

    private static int Parent(int place) => (place - 1) / 2;
}
