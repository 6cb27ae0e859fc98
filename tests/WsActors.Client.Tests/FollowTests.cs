using WsActors.Client.Reading;
using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests;

/// <summary>A state that begins as a snapshot and is changed by messages.</summary>
public sealed class FollowTests
{
    private readonly ClientWorld _world = ClientWorld.Connected();
    private readonly Queue<Snapshot<int>> _snapshots = new();
    private readonly List<int> _states = [];
    private readonly List<int> _pauses = [];

    [Fact]
    public async Task A_state_is_loaded_changed_by_messages_and_loaded_anew_after_a_gap()
    {
        var end = Follow(At(10, "e", 4), At(100, "f", 2));
        await SubscribedAsync("votes e-4");
        _world.Socket.Confirm("votes");
        _world.Socket.Message("votes", 5, "1");
        _world.Socket.Gap("votes", 6, 6, "conflated");
        _world.Socket.Message("votes", 7, "2");
        _world.Socket.Gap("votes", 8, 9, "not_kept");
        await SubscribedAsync("votes e-4", "votes f-2");
        _world.Socket.Confirm("votes");
        _world.Socket.Message("votes", 3, "7");

        await StatesAsync(10, 11, 13, 100, 107);
        Assert.Equal([0], _pauses);
        await _world.DisposeAsync();
        await end;
    }

    // The back end stores the position of its last publication, and has published nothing since the server lost the log.
    [Fact]
    public async Task A_snapshot_from_before_a_new_log_is_kept_if_nothing_of_the_new_log_is_missing()
    {
        _ = Follow(At(10, "e", 4), At(11, "e", 4));
        await SubscribedAsync("votes e-4");
        _world.Socket.Confirm("votes", epoch: "f", offset: 0, recovered: false);
        _world.Socket.Gap("votes", 1, 0, "epoch_changed");
        _world.Socket.Message("votes", 1, "5");

        await StatesAsync(10, 11, 16);
        await SubscribedAsync("votes e-4");
        Assert.Equal([0], _pauses);
    }

    [Fact]
    public async Task A_snapshot_that_lacks_messages_is_loaded_again_after_longer_and_longer_pauses()
    {
        _ = Follow(At(10, "e", 4), At(10, "e", 4), At(20, "e", 6));
        for (string[] subscribed = ["votes e-4"]; subscribed.Length <= 2; subscribed = [.. subscribed, "votes e-4"])
        {
            await SubscribedAsync(subscribed);
            _world.Socket.Confirm("votes", recovered: false);
            _world.Socket.Gap("votes", 5, 6, "not_kept");
        }

        await SubscribedAsync("votes e-4", "votes e-4", "votes e-6");
        _world.Socket.Confirm("votes");
        _world.Socket.Message("votes", 7, "1");

        await StatesAsync(10, 10, 20, 21);
        Assert.Equal([0, 1], _pauses);
    }

    [Fact]
    public async Task The_end_of_the_loop_ends_the_subscription()
    {
        _snapshots.Enqueue(At(10, "e", 4));
        await using (var states = Follower().RunAsync().GetAsyncEnumerator())
        {
            Assert.True(await states.MoveNextAsync());
            var next = states.MoveNextAsync();
            await SubscribedAsync("votes e-4");
            _world.Socket.Confirm("votes");
            _world.Socket.Message("votes", 5);
            Assert.True(await next);
        }

        Assert.Single(_world.Socket.Requests("unsubscribe"));
    }

    [Fact]
    public async Task A_load_that_fails_ends_it_with_the_failure()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Follow());

        Assert.Empty(_world.Socket.Subscribes);
    }

    [Fact]
    public async Task A_subscription_that_is_refused_ends_it_with_the_error()
    {
        var end = Follow(At(10, "e", 4));
        await SubscribedAsync("votes e-4");
        _world.Socket.Refuse(_world.Socket.Last("subscribe"), "subscribe_forbidden");

        Assert.Equal("subscribe_forbidden", await ClientWorld.CodeOfAsync(end));
    }

    [Fact]
    public async Task The_client_waits_for_a_random_time_of_up_to_a_second_before_the_first_reload()
    {
        var loads = 0;
        await using var states = _world.Client.FollowAsync<int, int>("votes", _ => Task.FromResult(At(loads++, "e", loads)), Add).GetAsyncEnumerator();
        Assert.True(await states.MoveNextAsync());
        var next = states.MoveNextAsync();
        await SubscribedAsync("votes e-1");
        _world.Chances.Enqueue(0.5);
        _world.Socket.Confirm("votes", recovered: false);
        _world.Socket.Gap("votes", 2, 3, "not_kept");
        await Eventually.HoldsAsync(() => Assert.Empty(_world.Chances));

        await Eventually.HoldsAsync(() =>
        {
            _world.Advance(500);
            Assert.Equal(2, loads);
        });
        Assert.True(await next);
    }

    private Task Follow(params Snapshot<int>[] snapshots)
    {
        foreach (var snapshot in snapshots)
            _snapshots.Enqueue(snapshot);
        return ReadAsync();

        async Task ReadAsync()
        {
            await foreach (var state in Follower().RunAsync())
            {
                lock (_states)
                    _states.Add(state);
            }
        }
    }

    private StateFollower<int, int> Follower() => new(
        since => _world.Client.SubscribeAsync<int>("votes", since),
        _ => _snapshots.TryDequeue(out var snapshot) ? Task.FromResult(snapshot) : throw new InvalidOperationException("One load too many."),
        Add,
        (reloads, _) =>
        {
            _pauses.Add(reloads);
            return Task.CompletedTask;
        });

    private Task SubscribedAsync(params string[] expected) => Eventually.HoldsAsync(() => Assert.Equal(expected, _world.Socket.Subscribes));

    private Task StatesAsync(params int[] expected) => Eventually.HoldsAsync(() =>
    {
        lock (_states)
            Assert.Equal(expected, _states);
    });

    private static int Add(int sum, Message<int> message) => sum + message.Data;

    private static Snapshot<int> At(int state, string epoch, long offset) => new(state, new Position(epoch, offset));
}
