namespace WsActors.Actors.Collections;

/// <summary>A set in the order of its items; see <see cref="OrderedMap{TKey, TValue}"/>. Takes one byte per item more than the items.</summary>
internal sealed class OrderedSet<T>
    where T : IComparable<T>
{
    private readonly OrderedMap<T, Nothing> _items = new();

    public int Count => _items.Count;

    public bool Contains(T item) => _items.TryGetValue(item, out _);

    /// <exception cref="ArgumentException">The item is in the set already.</exception>
    public void Add(T item) => _items.Add(item, default);

    public bool Remove(T item) => _items.Remove(item, out _);

    /// <summary>All items, in order.</summary>
    public IEnumerable<T> All() => Items(_items.All());

    /// <summary>The items from one on, in order.</summary>
    public IEnumerable<T> From(T item) => Items(_items.From(item));

    /// <summary>The items above one, in order.</summary>
    public IEnumerable<T> After(T item) => Items(_items.After(item));

    private static IEnumerable<T> Items(IEnumerable<KeyValuePair<T, Nothing>> entries) => entries.Select(entry => entry.Key);

    private readonly struct Nothing;
}
