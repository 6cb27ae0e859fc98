using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Connections.Registry;

public sealed class SheddingLedgerTests
{
    private readonly SheddingLedger _ledger = new(limit: 50_000, downTo: 10_000);

    [Fact]
    public void The_total_follows_what_each_connection_reports()
    {
        Assert.Empty(Note(1, 10_000));
        Assert.Empty(Note(2, 30_000));
        Assert.Empty(Note(1, 20_000));
        Assert.Equal(50_000, _ledger.TotalBytes);

        Note(1, 0);
        _ledger.Remove(Id(2));
        Assert.Equal(0, _ledger.TotalBytes);
    }

    [Fact]
    public void The_largest_are_taken_and_no_more_than_it_takes()
    {
        Note(1, 10_000);
        Note(2, 30_000);

        Assert.Equal([Id(2), Id(3)], Note(3, 20_000));
        Assert.Equal(10_000, _ledger.TotalBytes);
    }

    [Fact]
    public void A_connection_that_is_to_shed_is_not_counted_again_by_what_it_reported_before_it_knew()
    {
        Assert.Equal([Id(1)], Note(1, 60_000));
        Note(1, 40_000);
        Assert.Equal(0, _ledger.TotalBytes);

        Note(1, 3000, hasShed: true);
        Assert.Equal(3000, _ledger.TotalBytes);
        Note(1, 8000);
        Assert.Equal(8000, _ledger.TotalBytes);
    }

    [Fact]
    public void A_connection_that_ended_before_it_shed_leaves_nothing_behind()
    {
        Note(1, 60_000);
        _ledger.Remove(Id(1));
        Note(1, 5000);

        Assert.Equal(5000, _ledger.TotalBytes);
    }

    private static ConnectionId Id(ulong value) => new(value);

    private IReadOnlyList<ConnectionId> Note(ulong id, int bytes, bool hasShed = false) => _ledger.Note(Id(id), bytes, hasShed);
}
