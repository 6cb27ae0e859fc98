using WsActors.Actors.Connections;
using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Connections;

public sealed class InboundLedgerTests
{
    private readonly InboundLedger _ledger = new();

    [Fact]
    public void The_total_follows_what_each_connection_tells()
    {
        Note(1, 10_000);
        Note(2, 30_000);
        Note(1, 20_000);
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
        Note(3, 20_000);

        Assert.Equal([Id(2), Id(3)], _ledger.TakeLargest(downTo: 10_000));
        Assert.Equal(10_000, _ledger.TotalBytes);
    }

    [Fact]
    public void A_connection_that_is_to_shed_is_not_counted_again_by_what_it_told_before_it_knew()
    {
        Note(1, 10_000);
        _ledger.TakeLargest(downTo: 0);
        Note(1, 40_000);
        Assert.Equal(0, _ledger.TotalBytes);

        Note(1, 0);
        Note(1, 8000);
        Assert.Equal(8000, _ledger.TotalBytes);
    }

    [Fact]
    public void A_connection_that_ended_before_it_shed_leaves_nothing_behind()
    {
        Note(1, 10_000);
        _ledger.TakeLargest(downTo: 0);
        _ledger.Remove(Id(1));
        Note(1, 5000);

        Assert.Equal(5000, _ledger.TotalBytes);
    }

    private static ConnectionId Id(ulong value) => new(value);

    private void Note(ulong id, int bytes) => _ledger.Note(Id(id), bytes);
}
