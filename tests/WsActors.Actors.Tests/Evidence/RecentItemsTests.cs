using WsActors.Actors.Evidence;

namespace WsActors.Actors.Tests.Evidence;

/// <summary>The last items of an endless row.</summary>
public sealed class RecentItemsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void The_last_are_kept_newest_first_and_older_ones_make_room(int capacity)
    {
        var items = new RecentItems<int>(capacity);
        for (var added = 1; added <= 7; added++)
        {
            items.Add(added);

            Assert.Equal(Enumerable.Range(1, added).Reverse().Take(capacity), items.NewestFirst());
            Assert.Equal(Math.Min(added, capacity), items.Count);
        }
    }

    [Fact]
    public void The_newest_that_qualifies_is_replaced_in_its_place()
    {
        var items = Filled(4, [10, 11, 20, 21, 12]);

        Assert.True(items.TryReplace(29, item => item >= 20, most: 4));
        Assert.Equal([12, 29, 20, 11], items.NewestFirst());
    }

    [Fact]
    public void Items_older_than_those_that_are_looked_at_stay()
    {
        var items = Filled(4, [10, 20, 30]);

        Assert.False(items.TryReplace(11, item => item == 10, most: 2));
        Assert.Equal([30, 20, 10], items.NewestFirst());
    }

    private static RecentItems<int> Filled(int capacity, int[] added)
    {
        var items = new RecentItems<int>(capacity);
        foreach (var item in added)
            items.Add(item);
        return items;
    }
}
