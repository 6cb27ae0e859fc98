using WsActors.Actors.Evidence;
using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Evidence;

/// <summary>Dropped messages, one entry for each time that a client fell behind with a topic.</summary>
public sealed class DropsTests
{
    private static readonly DropEvidence First = new()
    {
        Connection = new ConnectionId(1),
        User = "ann",
        Topic = "news",
        Policy = "Latest",
        From = 5,
        To = 5,
        Count = 1,
        At = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void Reports_of_one_time_become_one_entry_and_the_last_counts()
    {
        var last = First with { To = 9, Count = 4, At = First.At + TimeSpan.FromSeconds(1) };

        Assert.Equal([last], Found(10, First, First with { To = 6, Count = 2 }, last));
    }

    [Fact]
    public void A_client_that_falls_behind_again_has_another_entry()
    {
        var again = First with { From = 20, To = 20, At = First.At + TimeSpan.FromSeconds(9) };

        Assert.Equal([again, First], Found(10, First, again));
    }

    [Fact]
    public void Other_connections_and_topics_have_entries_of_their_own() =>
        Assert.Equal(3, Found(10, First, First with { Connection = new ConnectionId(2) }, First with { Topic = "sport" }).Count);

    [Fact]
    public void The_oldest_makes_room() => Assert.Equal(
        [new ConnectionId(3), new ConnectionId(2)],
        Found(2, First, First with { Connection = new ConnectionId(2), At = First.At.AddSeconds(1) }, First with { Connection = new ConnectionId(3), At = First.At.AddSeconds(2) })
            .Select(drop => drop.Connection));

    [Fact]
    public void User_topic_and_connection_select()
    {
        var drops = new Drops(10);
        drops.Add(First);
        drops.Add(First with { User = "bob", Topic = "sport", Connection = new ConnectionId(2) });

        Assert.Single(drops.Find(new EvidenceRequest.GetDrops(10, User: "ann")).List);
        Assert.Single(drops.Find(new EvidenceRequest.GetDrops(10, Topic: "sport")).List);
        Assert.Single(drops.Find(new EvidenceRequest.GetDrops(10, Connection: new ConnectionId(2))).List);
        Assert.Empty(drops.Find(new EvidenceRequest.GetDrops(10, "ann", "sport")).List);
        Assert.Single(drops.Find(new EvidenceRequest.GetDrops(1)).List);
    }

    private static IReadOnlyList<DropEvidence> Found(int capacity, params DropEvidence[] added)
    {
        var drops = new Drops(capacity);
        foreach (var drop in added)
            drops.Add(drop);
        return drops.Find(new EvidenceRequest.GetDrops(100)).List;
    }
}
