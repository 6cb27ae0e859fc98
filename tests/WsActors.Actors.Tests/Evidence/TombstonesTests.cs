using System.Net;
using WsActors.Actors.Evidence;
using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Tests.Evidence;

/// <summary>The tombstones of a node, as they are found again.</summary>
public sealed class TombstonesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pages_follow_each_other_newest_first_and_each_tombstone_comes_once()
    {
        var tombstones = Filled(100, [.. Enumerable.Range(1, 10).Select(id => Ended(id))]);
        var found = new List<ulong>();
        TombstoneCursor? before = null;
        bool hasMore;
        do
        {
            var page = tombstones.Page(new EvidenceRequest.GetTombstones(Limit: 3, before));
            found.AddRange(page.List.Select(tombstone => tombstone.Id.Value));
            (before, hasMore) = (TombstoneCursor.Of(page.List[^1]), page.HasMore);
        }
        while (hasMore);

        Assert.Equal([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], found);
    }

    [Fact]
    public void Of_connections_that_ended_together_the_higher_id_comes_first()
    {
        var tombstones = Filled(100, [Ended(2, at: 0), Ended(3, at: 0), Ended(1, at: 0)]);

        Assert.Equal([3, 2, 1], Ids(tombstones, new EvidenceRequest.GetTombstones(10)));
        Assert.Equal([2, 1], Ids(tombstones, new EvidenceRequest.GetTombstones(10, new TombstoneCursor(Start, new ConnectionId(3)))));
    }

    [Fact]
    public void User_topic_and_id_select()
    {
        var tombstones = Filled(
            100, [Ended(1, "ann", "news"), Ended(2, "bob", "news"), Ended(3, "ann", "sport"), Ended(4)]);

        Assert.Equal([3, 1], Ids(tombstones, new EvidenceRequest.GetTombstones(10, User: "ann")));
        Assert.Equal([2, 1], Ids(tombstones, new EvidenceRequest.GetTombstones(10, Topic: "news")));
        Assert.Equal([1], Ids(tombstones, new EvidenceRequest.GetTombstones(10, User: "ann", Topic: "news")));
        Assert.Equal([4], Ids(tombstones, new EvidenceRequest.GetTombstones(10, Id: new ConnectionId(4))));
        Assert.Empty(Ids(tombstones, new EvidenceRequest.GetTombstones(10, User: "Ann")));
    }

    [Fact]
    public void A_storm_of_refusals_does_not_push_out_those_that_were_open()
    {
        var tombstones = Filled(8, [Ended(1), .. Enumerable.Range(2, 1000).Select(id => Ended(id) with { Outcome = ConnectionOutcome.Refused })]);

        Assert.Equal([1001, 1000, 1], Ids(tombstones, new EvidenceRequest.GetTombstones(10)));
    }

    [Fact]
    public void With_room_for_none_none_is_kept() => Assert.Equal(0, Filled(0, [Ended(1)]).Count);

    [Fact]
    public void A_page_with_very_long_names_is_cut_and_says_that_there_is_more()
    {
        string[] names = [.. Enumerable.Repeat(new string('x', 250), 20)];
        var tombstones = Filled(1000, [.. Enumerable.Range(1, 100).Select(id => Ended(id) with { Subscriptions = names })]);

        var page = tombstones.Page(new EvidenceRequest.GetTombstones(100));

        Assert.InRange(page.List.Count, 1, Tombstones.MaxPageCharacters / (20 * 250));
        Assert.True(page.HasMore);
    }

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        var cursor = new TombstoneCursor(Start, new ConnectionId(ulong.MaxValue));

        Assert.True(TombstoneCursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1-2-3")]
    [InlineData("x-0000000000000001")]
    [InlineData("1-1")]
    [InlineData("9223372036854775807-0000000000000001")]
    [InlineData("-1-0000000000000001")]
    public void Another_text_is_no_cursor(string text) => Assert.False(TombstoneCursor.TryParse(text, out _));

    // docs/settings.md and the setting's summary give the size.
    [Fact]
    public void A_tombstone_takes_about_half_a_kilobyte()
    {
        const int Count = 2000;
        var kept = new Tombstones(Count * 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var id = 1; id <= Count; id++)
        {
            kept.Add(Ended(id) with
            {
                RemoteEndPoint = new IPEndPoint(new IPAddress(id), 1),
                User = new string('u', 12),
                Code = CloseCode.Normal,
                Subscriptions = new string[2],
            });
        }

        // "with" makes two of each.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Count, 300, 800);
        Assert.Equal(Count, kept.Count);
    }

    private static Tombstones Filled(int capacity, Tombstone[] added)
    {
        var tombstones = new Tombstones(capacity);
        foreach (var tombstone in added)
            tombstones.Add(tombstone);
        return tombstones;
    }

    private static IEnumerable<int> Ids(Tombstones tombstones, EvidenceRequest.GetTombstones query) =>
        tombstones.Page(query).List.Select(tombstone => (int)tombstone.Id.Value);

    private static Tombstone Ended(int id, string? user = null, string? topic = null, int? at = null) => new()
    {
        Id = new ConnectionId((ulong)id),
        User = user,
        Outcome = ConnectionOutcome.Closed,
        ConnectedAt = Start,
        EndedAt = Start + TimeSpan.FromSeconds(at ?? id),
        Subscriptions = topic is null ? [] : [topic],
    };
}
