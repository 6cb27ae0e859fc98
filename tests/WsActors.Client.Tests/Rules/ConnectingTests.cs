using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 1 to 4 of docs/client-rules.md.</summary>
public sealed class ConnectingTests
{
    [Fact]
    public void Rule_1_all_topics_share_one_connection_with_keep_alive_messages()
    {
        var world = ClientWorld.Connected();
        world.Client.SubscribeAsync<int>("a");
        world.Client.SubscribeAsync<int>("b");

        Assert.Single(world.Sockets);
        Assert.Equal("wss://push.example/connect?keepalive=message", world.Socket.Address.AbsoluteUri);
        Assert.Equal(["a", "b"], world.Socket.Subscribes);
    }

    [Theory]
    [InlineData("https://push.example/ws/connect?tenant=7", "wss://push.example/ws/connect?tenant=7&keepalive=message")]
    [InlineData("http://push.example:8080/", "ws://push.example:8080/?keepalive=message")]
    public void Rule_1_the_applications_own_address_and_its_query_are_kept(string given, string used)
    {
        var world = new ClientWorld(address: given);
        world.Client.Connect();

        Assert.Equal(used, world.Socket.Address.AbsoluteUri);
    }

    [Fact]
    public void Rule_1_a_client_connects_when_it_has_something_to_connect_for()
    {
        var world = new ClientWorld();
        Assert.Equal(("Idle", 0), (world.State, world.Sockets.Count));

        world.Client.SubscribeAsync<int>("news");
        world.Client.SubscribeAsync<int>("other");

        Assert.Equal(("Connecting", 1), (world.State, world.Sockets.Count));
    }

    [Fact]
    public void Rule_2_an_attempt_without_a_welcome_is_abandoned_after_10_seconds()
    {
        var world = ClientWorld.Connecting();
        var first = world.Socket;

        world.Advance(9_999);
        Assert.False(first.IsAbandoned);
        world.Advance(1);
        Assert.True(first.IsAbandoned);
        world.NextAttempt();
        first.Welcome();

        Assert.Equal((2, "Connecting"), (world.Sockets.Count, world.State));
    }

    [Fact]
    public async Task Rule_2_a_token_function_that_does_not_return_costs_the_attempt_and_its_late_answer_opens_nothing()
    {
        var answers = new List<TaskCompletionSource<string?>>();
        var world = ClientWorld.Connecting(options => options.Token = _ =>
        {
            answers.Add(new TaskCompletionSource<string?>());
            return new ValueTask<string?>(answers[^1].Task);
        });
        world.Advance(10_000);
        answers[0].SetResult("late");
        world.Advance(1000);
        answers[1].SetResult("ann");
        await Eventually.HoldsAsync(() => Assert.NotEmpty(world.Sockets));

        Assert.Equal(["ann"], world.Sockets.Select(socket => socket.Token));
        Assert.Empty(world.Streams);
    }

    [Fact]
    public void Rule_3_only_a_returning_client_adds_resume()
    {
        var world = ClientWorld.Connecting();
        world.Socket.End();
        world.NextAttempt();
        Assert.DoesNotContain("resume", world.Socket.Address.Query, StringComparison.Ordinal);

        world.Socket.Welcome();
        world.Socket.End();
        world.NextAttempt();

        Assert.Equal("?keepalive=message&resume=true", world.Socket.Address.Query);
    }

    [Fact]
    public void Rule_4_each_attempt_asks_for_a_token()
    {
        var count = 0;
        var world = ClientWorld.Connecting(options => options.Token = _ => new ValueTask<string?>($"t{++count}"));
        world.Socket.End();
        world.NextAttempt();

        Assert.Equal(["t1", "t2"], world.Sockets.Select(socket => socket.Token));
    }

    [Fact]
    public void Rule_4_a_token_function_that_fails_is_reported_and_the_attempt_is_repeated()
    {
        var count = 0;
        var world = ClientWorld.Connecting(options => options.Token = _ =>
            ++count == 1 ? throw new InvalidOperationException("no session") : new ValueTask<string?>("ann"));
        Assert.Empty(world.Sockets);
        var error = Assert.Single(world.Errors);
        Assert.Equal("attempt_failed", error.Code);
        Assert.Contains("no session", error.Message, StringComparison.Ordinal);

        world.Advance(1000);

        Assert.Equal("ann", world.Socket.Token);
        Assert.Equal(1, world.Client.Runtime.Links);
    }
}
