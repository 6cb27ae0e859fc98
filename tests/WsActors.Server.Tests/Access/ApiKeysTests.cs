using Microsoft.Extensions.Time.Testing;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Access;

/// <summary>Keys that are replaced while the process runs keep their numbers, and quotas stay with them.</summary>
public sealed class ApiKeysTests
{
    [Fact]
    public void A_removed_key_is_refused_and_the_others_keep_their_numbers()
    {
        var keys = new ApiKeys(With("first", "second"));

        keys.Use(With("second", "third"));

        Assert.False(keys.TryFind("first", out _));
        Assert.True(keys.TryFind("second", out var second));
        Assert.True(keys.TryFind("third", out var third));
        Assert.Equal((2, 3, 2), (second, third, keys.Count));
    }

    [Fact]
    public void A_key_that_returns_has_its_number_again()
    {
        var keys = new ApiKeys(With("first", "second"));
        keys.Use(With("second"));
        Assert.False(keys.TryFind("first", out _));

        keys.Use(With("first"));

        Assert.True(keys.TryFind("first", out var number));
        Assert.Equal((1, 2), (number, keys.Highest));
        Assert.False(keys.TryFind("second", out _));
    }

    [Fact]
    public void A_quota_has_room_for_new_keys_and_forgets_no_old_one()
    {
        var quota = new PublishQuota(With("first") with { PublishesPerSecond = 1, PublishBurst = 1 }, new FakeTimeProvider());
        Assert.True(quota.TryTake(1, 1, out _));
        Assert.False(quota.TryTake(1, 1, out _));

        quota.MakeRoom(3);

        Assert.False(quota.TryTake(1, 1, out _));
        Assert.True(quota.TryTake(3, 1, out _));
    }

    [Fact]
    public void A_new_limit_holds_for_the_next_publication()
    {
        var quota = new PublishQuota(With("first") with { PublishesPerSecond = 1, PublishBurst = 1 }, new FakeTimeProvider());
        Assert.True(quota.TryTake(1, 1, out _));
        Assert.False(quota.TryTake(1, 1, out _));

        quota.Use(With("first") with { PublishesPerSecond = 0 });

        Assert.Equal(0, quota.PerSecond);
        Assert.True(quota.TryTake(1, 5, out _));
    }

    [Fact]
    public void A_key_is_known_by_its_name_or_by_its_number()
    {
        var keys = new ApiKeys(With("first") with { NamedApiKeys = [new ApiKeyOptions { Name = "deploy", Key = "second" }] });
        Assert.True(keys.TryFind("first", out var first));
        Assert.True(keys.TryFind("second", out var second));
        Assert.Equal(("key-1", "deploy", "none"), (keys.NameOf(first), keys.NameOf(second), keys.NameOf(0)));

        keys.Use(With("third") with { NamedApiKeys = [new ApiKeyOptions { Name = "console", Key = "first" }] });

        Assert.Equal(("console", "key-2"), (keys.NameOf(first), keys.NameOf(second)));
        Assert.False(keys.TryFind("second", out _));
    }

    private static AdminOptions With(params string[] keys) => new() { ApiKeys = keys };
}
