using CsCheck;
using WsActors.Actors.Collections;

namespace WsActors.Actors.Tests.Collections;

public sealed class OrderedMapTests
{
    private const int BlockSize = OrderedBlock<int, int>.MaxCount;

    private readonly OrderedMap<int, string> _map = new();

    [Fact]
    public void An_empty_map_finds_nothing()
    {
        Assert.False(_map.TryGetValue(1, out _));
        Assert.False(_map.Remove(1, out _));
        Assert.Empty(_map.All());
        Assert.Empty(_map.From(int.MinValue));
    }

    [Fact]
    public void A_key_can_be_added_once_only()
    {
        _map.Add(1, "one");

        Assert.Throws<ArgumentException>(() => _map.Add(1, "again"));
        Assert.Equal(1, _map.Count);
    }

    [Fact]
    public void A_page_begins_behind_a_key_that_has_gone()
    {
        Fill(1, 2, 3, 4);
        _map.Remove(2, out var removed);

        Assert.Equal("2", removed);
        Assert.Equal([3, 4], Keys(_map.After(2)));
        Assert.Equal([3, 4], Keys(_map.From(3)));
    }

    [Fact]
    public void It_does_what_a_sorted_dictionary_does() =>
        Gen.Select(Gen.Int[0, 2000].Array[0, 3000], Gen.Bool.Array[3000], Gen.Int[-1, 2001]).Sample(
            (keys, isAdding, from) =>
            {
                var model = new SortedDictionary<int, string>();
                var map = new OrderedMap<int, string>();
                for (var i = 0; i < keys.Length; i++)
                    Change(map, model, keys[i], isAdding[i]);

                Assert.Equal(model, map.All());
                Assert.Equal(model.Values, map.Values);
                Assert.Equal(model.Count, map.Count);
                Assert.Equal(model.Where(entry => entry.Key >= from), map.From(from));
                Assert.Equal(model.Where(entry => entry.Key > from), map.After(from));
            },
            iter: 300);

    [Fact]
    public void It_is_emptied_in_any_order() => Gen.Shuffle(Enumerable.Range(0, 1000).ToArray()).Sample(
        order =>
        {
            var map = new OrderedMap<int, int>();
            foreach (var key in order)
                map.Add(key, key);
            foreach (var key in order.Order())
                Assert.True(map.Remove(key, out _));

            Assert.Equal((0, 0), (map.Count, map.Room));
        },
        iter: 50);

    [Fact]
    public void Ascending_keys_fill_their_blocks()
    {
        Fill([.. Enumerable.Range(0, 100 * BlockSize)]);

        Assert.Equal(_map.Count, _map.Room);
    }

    [Fact]
    public void A_small_map_takes_little_room()
    {
        Fill(1, 2);

        Assert.InRange(_map.Room, 2, 4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void A_map_of_which_few_are_left_gives_its_room_back(int oneOf)
    {
        const int Count = 1000 * BlockSize;
        Fill([.. Enumerable.Range(0, Count)]);
        foreach (var key in Enumerable.Range(0, Count).Where(key => key % oneOf != 0))
            _map.Remove(key, out _);

        Assert.InRange(_map.Room, _map.Count, (_map.Count * 128 / 49) + BlockSize);
    }

    private static void Change(OrderedMap<int, string> map, SortedDictionary<int, string> model, int key, bool isAdding)
    {
        if (!isAdding)
        {
            Assert.Equal(model.Remove(key, out var expected), map.Remove(key, out var removed));
            Assert.Equal(expected, removed);
        }
        else if (model.TryAdd(key, key.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            map.Add(key, model[key]);
        }

        Assert.Equal(model.TryGetValue(key, out var there), map.TryGetValue(key, out var found));
        Assert.Equal(there, found);
    }

    private void Fill(params ReadOnlySpan<int> keys)
    {
        foreach (var key in keys)
            _map.Add(key, key.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IEnumerable<int> Keys(IEnumerable<KeyValuePair<int, string>> entries) => entries.Select(entry => entry.Key);
}
