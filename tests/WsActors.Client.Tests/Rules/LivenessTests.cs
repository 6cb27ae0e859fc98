using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 13 to 15 of docs/client-rules.md.</summary>
public sealed class LivenessTests
{
    [Fact]
    public void Rule_13_silence_is_probed_and_ends_the_connection_if_the_probe_is_not_answered()
    {
        var world = ClientWorld.Connected();
        world.Advance(34_999);
        Assert.Empty(world.Socket.Requests("ping"));
        world.Advance(1);
        Assert.Single(world.Socket.Requests("ping"));

        world.Advance(4_999);
        Assert.False(world.Socket.IsAbandoned);
        world.Advance(1);

        Assert.True(world.Socket.IsAbandoned);
        Assert.Equal("Waiting", world.State);
    }

    [Fact]
    public void Rule_13_whatever_is_received_restarts_the_time_and_answers_a_probe()
    {
        var world = ClientWorld.Connected();
        for (var i = 0; i < 5; i++)
        {
            world.Advance(34_000);
            world.Socket.Say("""{"type":"keepalive"}""");
        }

        Assert.Empty(world.Socket.Requests("ping"));
        world.Advance(35_000);
        world.Socket.Say("""{"type":"pong"}""");
        world.Advance(34_000);

        Assert.Single(world.Socket.Requests("ping"));
        Assert.False(world.Socket.IsAbandoned);
    }

    [Fact]
    public void Rule_14_a_wake_up_probes_an_open_connection()
    {
        var world = ClientWorld.Connected();
        world.Client.Wake();
        Assert.Single(world.Socket.Requests("ping"));
        world.Advance(5_000);

        Assert.True(world.Socket.IsAbandoned);
    }

    [Fact]
    public void Rule_14_a_connection_that_survived_the_machines_sleep_is_kept()
    {
        var world = ClientWorld.Connected();
        world.Advance(3_600_000);
        Assert.Single(world.Socket.Requests("ping"));
        world.Socket.Say("""{"type":"pong"}""");
        world.Advance(34_000);

        Assert.False(world.Socket.IsAbandoned);
    }

    // The counterpart of a page in the back/forward cache.
    [Fact]
    public void Rule_15_a_suspended_client_has_no_connection_and_resumes_when_it_is_told_to()
    {
        var (world, news) = ClientWorld.Subscribed();
        world.Socket.Message("news", 1);
        world.Client.Suspend();
        Assert.True(world.Socket.IsClosed);
        Assert.Equal(("Idle", null), (world.State, world.Due));
        world.Client.SubscribeAsync<int>("other");
        world.Client.Wake();
        Assert.Single(world.Sockets);

        world.Client.Resume();
        world.Socket.Welcome();

        Assert.Equal(2, world.Sockets.Count);
        Assert.Contains("resume=true", world.Socket.Address.Query, StringComparison.Ordinal);
        Assert.Equal(["news e-1", "other"], world.Socket.Subscribes);
        Assert.Equal(["1"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_15_resuming_a_client_that_is_not_suspended_changes_nothing()
    {
        var world = ClientWorld.Connected();
        world.Client.Resume();

        Assert.Single(world.Sockets);
    }
}
