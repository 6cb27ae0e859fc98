using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Homes;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>How long a repeated publication is recognised, and what the keys of all topics may hold together.</summary>
public sealed class TopicKeysTests
{
    private static readonly TopicSettings Defaults = new();

    // A request that times out after five seconds and is repeated with a back-off is over within a minute.
    [Fact]
    public void By_default_a_key_outlasts_a_minute_of_two_thousand_others_per_second()
    {
        var keys = Keys(new KeyBudget(Defaults.MaxIdempotencyBytes));
        keys.Remember("late", At(1), TimeSpan.Zero);
        for (var i = 0; i < 120_000; i++)
            keys.Remember($"01a20dbc-869d-7948-b5c6-{i:D12}", At(i), TimeSpan.FromMilliseconds(i / 2));

        Assert.Equal(At(1), keys.Find("late", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Beyond_the_budget_of_all_topics_a_topic_forgets_its_own_oldest_keys()
    {
        var budget = new KeyBudget(100_000);
        var keys = Keys(budget);
        for (var i = 0; i < 10_000; i++)
            keys.Remember($"{i}", At(i), TimeSpan.Zero);

        Assert.Null(keys.Find("0", TimeSpan.Zero));
        Assert.Equal(At(9_999), keys.Find("9999", TimeSpan.Zero));
        Assert.False(budget.IsExceeded);
    }

    [Fact]
    public void A_flood_on_another_topic_leaves_a_topic_its_latest_hundred_keys()
    {
        var budget = new KeyBudget(100_000);
        budget.Add(200_000);
        var keys = Keys(budget);
        for (var i = 0; i < 150; i++)
            keys.Remember($"{i}", At(i), TimeSpan.Zero);

        Assert.Null(keys.Find("49", TimeSpan.Zero));
        Assert.Equal(At(50), keys.Find("50", TimeSpan.Zero));
    }

    [Fact]
    public void What_expires_and_what_ends_leaves_the_budget()
    {
        var budget = new KeyBudget(0);
        var (first, second) = (Keys(budget), Keys(budget));
        first.Remember("a", At(1), TimeSpan.Zero);
        second.Remember("b", At(1), TimeSpan.Zero);

        first.Expire(Defaults.IdempotencyAge);
        Assert.True(budget.IsExceeded);
        second.Release();
        Assert.False(budget.IsExceeded);
    }

    private static TopicKeys Keys(KeyBudget budget) =>
        new(new IdempotencyKeys(Defaults.MaxIdempotencyKeys, Defaults.IdempotencyAge), budget);

    private static KeyedPublication At(long offset) => new(offset, Fingerprint: 1);
}
