using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

public sealed class EntryStreamTests
{
    private static readonly ReplicaId One = new("n1", 1);
    private static readonly ReplicaId Two = new("n2", 1);
    private static readonly ReplicationLimits Limits = new() { MessageBytes = 300, PendingBytes = 2_000 };

    private readonly EntryStream _stream = new(last: 7, Limits);

    [Fact]
    public void Entries_are_numbered_behind_the_last_one()
    {
        _stream.Add(One, 7, isReady: true);

        Assert.Equal(8, Append());
        Assert.Equal(9, Append());
    }

    [Fact]
    public void A_message_is_bounded_and_so_are_those_under_way()
    {
        _stream.Add(One, 7, isReady: true);
        for (var i = 0; i < 15; i++)
            Append();

        var due = _stream.Due(committed: 7).ToArray();

        Assert.Equal(4, due.Length);
        Assert.All(due, message => Assert.True(message.Entries.Sum(entry => entry.Bytes) <= Limits.MessageBytes));
        Assert.Empty(_stream.Due(committed: 7));
    }

    [Fact]
    public void Entries_are_kept_until_the_slowest_replica_has_them()
    {
        _stream.Add(One, 7, isReady: true);
        _stream.Add(Two, 7, isReady: true);
        Append();

        _stream.OnAppended(One, 8);
        Assert.True(_stream.Bytes > 0);

        _stream.OnAppended(Two, 8);
        Assert.Equal(0, _stream.Bytes);
    }

    [Fact]
    public void Entries_above_the_limit_are_refused_and_accepted_again_when_there_is_room()
    {
        _stream.Add(One, 7, isReady: true);
        while (Append() is not null)
        {
        }

        Assert.InRange(_stream.Bytes, Limits.PendingBytes - 200, Limits.PendingBytes);
        _stream.OnAppended(One, _stream.Last);
        Assert.NotNull(Append());
    }

    [Fact]
    public void What_is_not_acknowledged_is_sent_again()
    {
        _stream.Add(One, 7, isReady: true);
        Append();
        Assert.Single(_stream.Due(committed: 7));

        _stream.Repeat();

        var (replica, after, entries) = Assert.Single(_stream.Due(committed: 7));
        Assert.Equal((One, 7), (replica, after));
        Assert.Equal(8, Assert.Single(entries).Sequence);
    }

    [Fact]
    public void Nothing_is_sent_to_a_replica_that_still_fetches()
    {
        _stream.Add(One, 7, isReady: false);
        Append();
        Assert.Empty(_stream.Due(committed: 7));

        _stream.OnAppended(One, 7);
        Assert.Empty(_stream.Due(committed: 7));

        _stream.OnFetched(One, 7);

        Assert.Equal(7, Assert.Single(_stream.Due(committed: 7)).After);
    }

    // Found by the simulation: a replica that was removed and fetches again counted as having what it once had.
    [Fact]
    public void An_answer_to_an_older_request_does_not_count_as_fetched()
    {
        _stream.Add(One, 7, isReady: false);

        _stream.OnFetched(One, 6);

        Assert.Equal(0, _stream.AcknowledgedBy(One));
        Assert.Empty(_stream.Due(committed: 7));
    }

    private long? Append() => _stream.Append(new byte[100], term: 3);
}
