using System.Collections.Immutable;
using Akka.Actor;
using CsCheck;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Connections.Registry;

public sealed class ConnectionListingTests
{
    private const int Count = 300;

    private readonly ConnectionTable _table = new(new NodeId(7));
    private readonly List<ConnectionId> _ids = [];

    public ConnectionListingTests()
    {
        for (var i = 0; i < Count; i++)
            Connect(user: $"u{i % 3}");
    }

    [Fact]
    public void The_last_page_has_no_cursor()
    {
        Assert.Null(ConnectionListing.Of(_table, new(null, Count, null)).Next);
        Assert.Equal(_ids[^2], ConnectionListing.Of(_table, new(null, Count - 1, null)).Next);
    }

    [Fact]
    public void A_cursor_stays_valid_although_its_connection_has_gone()
    {
        var first = ConnectionListing.Of(_table, new(null, 10, null));
        _table.Remove(first.Next!.Value);

        Assert.Equal(Entry(10).Connection, ConnectionListing.Of(_table, new(null, 10, first.Next)).Connections[0]);
    }

    [Fact]
    public void A_connection_that_the_topic_still_knows_but_the_node_no_longer_is_left_out()
    {
        _table.Remove(_ids[1]);
        var among = ImmutableArray.Create(_ids[0], _ids[1], _ids[2]);

        Assert.Equal([Entry(0).Connection, Entry(2).Connection], ConnectionListing.Of(_table, new(among, 10, null)).Connections);
    }

    // Whatever goes or comes between two pages: a connection that was there from the first to the last is listed once.
    [Fact]
    public void Pages_list_each_connection_that_matches_once_while_others_come_and_go() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, Count - 1].Array[0, 20]).Sample(
            (limit, user, isAmong, leavers) =>
            {
                var test = new ConnectionListingTests();
                var among = isAmong ? test._ids.Where((_, index) => index % 2 == 0).ToImmutableArray() : (ImmutableArray<ConnectionId>?)null;
                var matching = test._ids.Where((id, index) => (user == 3 || index % 3 == user) && (among?.Contains(id) ?? true));
                var expected = matching.Except(leavers.Select(index => test._ids[index])).Select(id => test._table.Find(id)!.Connection).ToArray();

                var listed = test.ReadAll(new(among, limit, null, user == 3 ? null : $"u{user}"), new Queue<int>(leavers));

                Assert.Equal(listed.Distinct(), listed);
                Assert.Subset(listed.ToHashSet(), expected.ToHashSet());
            },
            iter: 200,
            threads: 1);

    private List<IActorRef> ReadAll(ConnectionsRequest.GetConnections query, Queue<int> leavers)
    {
        var listed = new List<IActorRef>();
        for (ConnectionListing page; ;)
        {
            page = ConnectionListing.Of(_table, query);
            Assert.True(page.Connections.Count <= query.Limit);
            listed.AddRange(page.Connections);
            if (page.Next is null)
                return listed;

            query = query with { After = page.Next };
            if (leavers.TryDequeue(out var leaver))
                _table.Remove(_ids[leaver]);
            if (_table.Count < Count + 50)
                Connect("new");
        }
    }

    private ConnectionEntry Entry(int index) => _table.Find(_ids[index])!;

    private void Connect(string user)
    {
        var id = _table.NextId();
        var entry = new ConnectionEntry(new NamedRef(id), address: null, isRefused: false, TimeSpan.MaxValue);
        _table.Add(id, entry);
        _table.CountUnder(entry, id, user);
        _ids.Add(id);
    }

    private sealed class NamedRef(ConnectionId id) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / id.ToString();
        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
