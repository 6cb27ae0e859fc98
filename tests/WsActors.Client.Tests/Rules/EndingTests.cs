using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rule 41 of docs/client-rules.md.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task Rule_41_disposing_ends_everything_and_leaves_nothing_behind()
    {
        var (world, news) = ClientWorld.Subscribed();
        var reading = ClientWorld.EndOfAsync(world.Client.SubscribeAsync<int>("other"));
        var sent = world.Client.PublishAsync("a", 1);
        await world.Client.DisposeAsync();
        await world.Client.DisposeAsync();

        Assert.True(world.Socket.IsClosed);
        Assert.Equal("closed", await ClientWorld.CodeOfAsync(sent));
        Assert.Equal("closed", await ClientWorld.CodeOfAsync(world.Client.PublishAsync("a", 2)));
        Assert.Empty(await reading.WaitAsync(Eventually.Timeout));
        Assert.Empty(await ClientWorld.EndOfAsync(news));
        Assert.Equal(SubscriptionState.Closed, news.State);
        Assert.Equal(("Closed", "closed"), (world.State, world.Client.State.Error?.Code));
        Assert.Empty(world.Errors);
        Assert.Null(world.Due);
        Assert.Equal(0, world.Client.Runtime.Links);
        Assert.True(world.IsTransportDisposed);
    }

    [Theory]
    [InlineData("Waiting")]
    [InlineData("Connecting")]
    [InlineData("WebSocket")]
    public async Task Rule_41_disposing_from_a_handler_leaves_nothing_behind(string state)
    {
        var (world, _) = ClientWorld.Subscribed();
        var disposing = new List<Task>();
        world.Client.StateChanged += _ =>
        {
            if (world.State == state && disposing.Count == 0)
                disposing.Add(world.Client.DisposeAsync().AsTask());
        };
        world.Socket.End();
        if (disposing.Count == 0)
            world.NextAttempt();
        if (disposing.Count == 0)
            world.Socket.Welcome();
        await Assert.Single(disposing).WaitAsync(Eventually.Timeout);

        Assert.Equal(("Closed", null), (world.State, world.Due));
        Assert.All(world.Sockets.Skip(1), socket => Assert.True(socket.IsClosed));
    }

    [Fact]
    public async Task Rule_41_disposing_ends_streams_and_waiting_publications_too()
    {
        var (streaming, _) = ClientWorld.Streaming();
        await streaming.DisposeAsync();
        Assert.True(streaming.Stream.IsClosed);
        Assert.Null(streaming.Due);
        Assert.Equal(0, streaming.Client.Runtime.Links);

        var waiting = new ClientWorld();
        var queued = waiting.Client.PublishAsync("a", 1);
        await waiting.DisposeAsync();
        Assert.Equal("closed", await ClientWorld.CodeOfAsync(queued));
        Assert.True(waiting.Socket.IsClosed);
    }

    [Fact]
    public async Task Rule_41_a_token_that_comes_after_the_end_opens_nothing()
    {
        var answer = new TaskCompletionSource<string?>();
        var world = ClientWorld.Connecting(options => options.Token = cancellation => new ValueTask<string?>(answer.Task.WaitAsync(cancellation)));
        await world.DisposeAsync();
        answer.SetResult("late");

        Assert.Empty(world.Sockets);
        Assert.Empty(world.Errors);
    }
}
