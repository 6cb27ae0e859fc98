using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>Rules 35 and 36 of docs/client-rules.md.</summary>
public sealed class PresenceTests
{
    [Fact]
    public async Task Rule_35_the_list_follows_who_joins_and_leaves()
    {
        var world = ClientWorld.Connected();
        var room = world.Client.PresenceAsync("room");
        world.Socket.Confirm("room");
        // Between the request and its answer.
        world.Socket.Say("""{"type":"left","topic":"room","member":{"connection":"c1"}}""");
        world.Socket.Say("""{"type":"joined","topic":"room","member":{"user":"cy","connection":"c4"}}""");
        Answer(world, """ "total":2,"members":[{"connection":"c1"},{"user":"ann","connection":"c2","info":{"n":1}}]""");
        Assert.Equal(("ann,cy", 2, true), Members(room));

        world.Socket.Say("""{"type":"joined","topic":"room","member":{"user":"ben","connection":"c3"}}""");
        world.Socket.Say("""{"type":"left","topic":"room","member":{"user":"ann","connection":"c2"}}""");
        Assert.Equal(("cy,ben", 2, true), Members(room));

        world.Reconnect();
        world.Socket.Confirm("room");
        Answer(world, """ "total":1,"members":[{"connection":"c9"}]""");
        Assert.Equal(("c9", 1, true), Members(room));

        await room.DisposeAsync();
        Assert.Single(world.Socket.Requests("unsubscribe"));
    }

    [Fact]
    public async Task Rule_35_a_loop_gets_the_members_after_each_change()
    {
        var world = ClientWorld.Connected();
        var room = world.Client.PresenceAsync("room");
        world.Socket.Confirm("room");
        Answer(world, """ "total":1,"members":[{"connection":"c1"}]""");

        await foreach (var snapshot in room)
        {
            if (snapshot.Total == 2)
                break;
            world.Socket.Say("""{"type":"joined","topic":"room","member":{"user":"ben","connection":"c3"}}""");
        }

        Assert.Single(world.Socket.Requests("unsubscribe"));
    }

    [Fact]
    public async Task Rule_35_a_list_that_joins_a_live_subscription_is_requested_at_once_and_its_refusal_is_an_error()
    {
        var (world, news) = ClientWorld.Subscribed();
        var presence = world.Client.PresenceAsync("news");
        world.Socket.Refuse(world.Socket.Last("presence"), "no_presence");
        world.Socket.Message("news", 1);

        Assert.Equal(["error no_presence"], await ClientWorld.EndOfAsync(presence));
        Assert.Equal(["1"], ClientWorld.Events(news));
    }

    [Fact]
    public void Rule_36_a_large_topic_has_a_number_and_a_complete_list_replaces_it()
    {
        var world = ClientWorld.Connected();
        var room = world.Client.PresenceAsync("room");
        world.Socket.Confirm("room");
        Answer(world, """ "total":5000,"members":[{"connection":"c1"}],"cursor":"1" """);
        Assert.Equal(("c1", 5000, false), Members(room));

        world.Socket.Say("""{"type":"presence","topic":"room","total":2000}""");
        Assert.Equal(("", 2000, false), Members(room));

        world.Socket.Say("""{"type":"presence","topic":"room","total":1,"members":[{"connection":"c1"}]}""");
        Assert.Equal(("c1", 1, true), Members(room));
    }

    private static void Answer(ClientWorld world, string fields) =>
        world.Socket.Say($$"""{"type":"presence","id":{{FakeSocket.Id(world.Socket.Last("presence"))}},"topic":"room",{{fields}}}""");

    private static (string Names, int Total, bool IsComplete) Members(Presence presence)
    {
        var now = presence.Current;
        return (string.Join(',', now.Members.Select(member => member.User ?? member.Connection)), now.Total, now.IsComplete);
    }
}
