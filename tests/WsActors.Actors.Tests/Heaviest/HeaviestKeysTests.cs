using CsCheck;
using WsActors.Actors.Heaviest;

namespace WsActors.Actors.Tests.Heaviest;

/// <summary>The heaviest keys of a stream, and how wrong they may be.</summary>
public sealed class HeaviestKeysTests
{
    private const int Capacity = 8;

    private static readonly Gen<(int Key, int Weight)[]> Streams =
        Gen.Select(Gen.Int[1, 40].Select(Gen.Int[1, 40], Math.Min), Gen.Int[1, 100]).Array[0, 300];

    [Fact]
    public void A_weight_is_never_too_low_and_too_high_by_its_error_at_most() => Streams.Sample(stream =>
    {
        var (keys, truth) = Count(stream);

        Assert.Equal(truth.Values.Sum(), keys.Total);
        Assert.All(keys.Top(Capacity), key => Assert.InRange(truth[key.Key], key.Weight - key.Error, key.Weight));
    });

    [Fact]
    public void A_key_with_more_than_its_share_is_kept_and_no_error_is_larger_than_that_share() => Streams.Sample(stream =>
    {
        var (keys, truth) = Count(stream);
        var share = keys.Total / Capacity;
        var kept = keys.Top(Capacity).Select(key => key.Key).ToHashSet();

        Assert.All(truth.Where(key => key.Value > share), key => Assert.Contains(key.Key, kept));
        Assert.All(keys.Top(Capacity), key => Assert.InRange(key.Error, 0, share));
    });

    [Fact]
    public void The_heaviest_come_first_and_no_more_than_the_capacity_are_kept() => Streams.Sample(stream =>
    {
        var (keys, truth) = Count(stream);
        var top = keys.Top(int.MaxValue);

        Assert.Equal(Math.Min(Capacity, truth.Count), top.Count);
        Assert.Equal(top.Count, top.Select(key => key.Key).Distinct().Count());
        Assert.Equal(top.Select(key => key.Weight).OrderDescending(), top.Select(key => key.Weight));
    });

    [Fact]
    public void As_long_as_there_is_room_every_weight_is_exact()
    {
        var (keys, _) = Count([(1, 5), (2, 7), (1, 5), (3, 1)]);

        Assert.Equal([new HeavyKey<int>(1, 10, 0), new HeavyKey<int>(2, 7, 0)], keys.Top(2));
    }

    private static (HeaviestKeys<int> Keys, Dictionary<int, long> Truth) Count((int Key, int Weight)[] stream)
    {
        var keys = new HeaviestKeys<int>(Capacity);
        var truth = new Dictionary<int, long>();
        foreach (var (key, weight) in stream)
        {
            keys.Add(key, weight);
            truth[key] = truth.GetValueOrDefault(key) + weight;
        }

        return (keys, truth);
    }
}
