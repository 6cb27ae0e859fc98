using System.Net;
using CsCheck;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The counts of connections, per address and per user: a connection counts once, whatever is reported twice, and leaves every count.</summary>
public sealed class RegistryCountsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress There = IPAddress.Parse("192.0.2.2");

    private readonly TurnHarness _harness = new(new PushSettings { MaxConnectionsPerAddress = 2, MaxConnectionsPerUser = 2 });
    private readonly ConnectionTable _table = new(new NodeId(1));
    private readonly Admission _admission;

    public RegistryCountsTests() => _admission = new Admission(_harness.Environment, _table, _harness.Telemetry.Connections);

    [Fact]
    public void A_user_that_is_reported_twice_is_counted_once()
    {
        var (id, entry) = Add();
        _table.CountUnder(entry, id, "ann");
        _table.CountUnder(entry, id, "ann");

        Assert.Equal(1, _table.CountOf("ann"));
        _table.Remove(id);
        Assert.Equal(0, _table.CountOf("ann"));
    }

    [Fact]
    public void New_limits_hold_for_the_next_connection_and_0_is_none()
    {
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Null(_admission.Count(Add().Entry, Here));
        Assert.NotNull(_admission.Decide(Here, drain: null));

        _harness.Environment.UseLimits(new PushSettings { MaxConnectionsPerAddress = 3, MaxConnections = 5 });
        Assert.Null(_admission.Decide(Here, drain: null));
        _harness.Environment.UseLimits(new PushSettings { MaxConnectionsPerAddress = 1 });
        Assert.Equal(429, _admission.Decide(Here, drain: null)?.Status);
        _harness.Environment.UseLimits(new PushSettings { MaxConnectionsPerAddress = 0 });
        Assert.Null(_admission.Decide(Here, drain: null));
        _harness.Environment.UseLimits(new PushSettings { MaxConnections = 2 });
        Assert.Equal(503, _admission.Decide(Here, drain: null)?.Status);
    }

    [Fact]
    public void Other_settings_are_not_taken_over()
    {
        var before = _harness.Environment.Settings;

        _harness.Environment.UseLimits(new PushSettings { CommandsPerSecond = 7, CommandBurst = 8, OutboxBytes = 2048, Port = 1 });

        Assert.Equal(before with { MaxConnectionsPerAddress = 0, MaxConnectionsPerUser = 0, CommandsPerSecond = 7, CommandBurst = 8 }, _harness.Environment.Settings);
        Assert.Equal(7, _harness.Environment.CommandLimit?.PerSecond);
    }

    [Fact]
    public void A_connection_whose_user_changes_counts_for_the_new_one_only()
    {
        var (id, entry) = Add();
        _table.CountUnder(entry, id, "ann");
        _table.CountUnder(entry, id, "ben");

        Assert.Equal((0, 1), (_table.CountOf("ann"), _table.CountOf("ben")));
        Assert.Empty(_table.IdsAfter(null, "ann"));
        _table.Remove(id);
        Assert.Equal((0, 0), (_table.CountOf("ann"), _table.CountOf("ben")));
    }

    [Fact]
    public void A_connection_does_not_stand_in_its_own_way_where_its_user_is_at_the_limit()
    {
        var ((first, one), (second, other)) = (Add(), Add());
        Assert.Null(_admission.Count(one, first, "ann"));
        Assert.Null(_admission.Count(other, second, "ann"));

        Assert.Null(_admission.Count(other, second, "ann"));
        Assert.Equal(2, _table.CountOf("ann"));
    }

    [Fact]
    public void A_connection_does_not_stand_in_its_own_way_where_its_address_is_at_the_limit()
    {
        var (one, other) = (Add().Entry, Add().Entry);
        Assert.Null(_admission.Count(one, Here));
        Assert.Null(_admission.Count(other, Here));

        Assert.Null(_admission.Count(other, Here));
        Assert.Equal(2, _table.CountOf(Here));
    }

    [Fact]
    public void A_client_behind_a_proxy_counts_for_its_own_address_instead_of_the_former()
    {
        var (id, entry) = Add(Here);
        _table.CountUnder(entry, There);

        Assert.Equal((0, 1), (_table.CountOf(Here), _table.CountOf(There)));
        _table.Remove(id);
        Assert.Equal(0, _table.CountOf(There));
    }

    [Fact]
    public void A_connection_that_is_refused_twice_is_refused_once()
    {
        var (id, entry) = Add(Here);
        Add();
        _table.Refuse(entry);
        _table.Refuse(entry);

        Assert.Equal((1, 1), (_table.Refusing, _table.Admitted));
        _table.Remove(id);
        Assert.Equal((0, 1), (_table.Refusing, _table.Admitted));
    }

    [Fact]
    public void A_connection_that_is_removed_twice_leaves_the_counts_once()
    {
        var (id, _) = Add(Here);
        Add(Here);

        Assert.NotNull(_table.Remove(id));
        Assert.Null(_table.Remove(id));
        Assert.Equal((1, 1), (_table.Count, _table.CountOf(Here)));
    }

    [Fact]
    public void After_everything_in_any_order_nothing_is_counted() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 1]).Array[0, 60].Sample(
            steps =>
            {
                var table = new ConnectionTable(new NodeId(1));
                var ids = new List<ConnectionId>();
                foreach (var (kind, which, value) in steps)
                {
                    if (kind == 0)
                        Add(table, ids, value == 0 ? Here : null, isRefused: which == 0);
                    else if (ids.Count > which && table.Find(ids[which]) is { } entry)
                        Act(table, kind, ids[which], entry, value);
                    Assert.Equal(table.Entries.Count(entry => entry.IsRefused), table.Refusing);
                    Assert.Equal(table.Entries.Count(entry => Here.Equals(entry.Address) && !entry.IsRefused), table.CountOf(Here));
                    Assert.Equal(table.Entries.Count(entry => entry.User == "user0"), table.CountOf("user0"));
                }

                ids.ForEach(id => table.Remove(id));
                Assert.Equal((0, 0, 0), (table.Count, table.Refusing, table.Admitted));
                Assert.Equal((0, 0), (table.CountOf(Here), table.CountOf(There)));
                Assert.Equal((0, 0), (table.CountOf("user0"), table.CountOf("user1")));
            },
            iter: Effort.Rounds(5000),
            threads: 1);

    private static void Act(ConnectionTable table, int kind, ConnectionId id, ConnectionEntry entry, int value)
    {
        switch (kind)
        {
            case 1 when !entry.IsRefused: table.CountUnder(entry, value == 0 ? Here : There); break;
            case 2 or 3 when !entry.IsRefused: table.CountUnder(entry, id, $"user{value}"); break;
            case 4: table.Refuse(entry); break;
            case 5: table.Remove(id); break;
        }
    }

    private static void Add(ConnectionTable table, List<ConnectionId> ids, IPAddress? address, bool isRefused)
    {
        ids.Add(table.NextId());
        table.Add(ids[^1], new ConnectionEntry(new CapturingRef(null, "c"), isRefused ? null : address, isRefused, TimeSpan.Zero));
    }

    private (ConnectionId Id, ConnectionEntry Entry) Add(IPAddress? address = null)
    {
        var id = _table.NextId();
        var entry = new ConnectionEntry(new CapturingRef(null, "c"), address, isRefused: false, TimeSpan.Zero);
        _table.Add(id, entry);
        return (id, entry);
    }
}
