namespace WsActors.Actors.Evidence;

/// <summary>The last items of an endless row: each further one takes the place of the oldest. The memory grows with what is kept, up to the limit.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <param name="capacity">The most items; 0 keeps none.</param>
internal sealed class RecentItems<T>(int capacity)
{
    private readonly List<T> _items = [];
    private int _oldest;

    public int Count => _items.Count;

    public void Add(T item)
    {
        if (_items.Count < capacity)
        {
            _items.Add(item);
        }
        else if (capacity > 0)
        {
            _items[_oldest] = item;
            _oldest = (_oldest + 1) % capacity;
        }
    }

    /// <summary>Puts another item in the place of the newest one that qualifies; false if none does.</summary>
    /// <param name="item">The item.</param>
    /// <param name="qualifies">Selects the one that it replaces.</param>
    /// <param name="most">So many of the newest are looked at.</param>
    public bool TryReplace(T item, Func<T, bool> qualifies, int most)
    {
        for (var age = 0; age < Math.Min(most, _items.Count); age++)
        {
            var place = PlaceOf(age);
            if (!qualifies(_items[place]))
                continue;

            _items[place] = item;
            return true;
        }

        return false;
    }

    public IEnumerable<T> NewestFirst()
    {
        for (var age = 0; age < _items.Count; age++)
            yield return _items[PlaceOf(age)];
    }

    private int PlaceOf(int age) => (_oldest + _items.Count - 1 - age) % _items.Count;
}
