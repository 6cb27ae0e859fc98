using CsCheck;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>The bytes of messages between the buckets of nodes.</summary>
public sealed class BucketMessageWireTests
{
    private static readonly ReplicaId Node = new("n:1", 1);
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly TopicPosition Position = new("e", 7);

    private static readonly Publication Tagged =
        Publication.FromBinary(new byte[] { 1, 2, 3 }).About("key").Named("event").Excluding("connection");

    private static readonly PresenceMember Member = new("ann", "c1", 2) { Info = "{}" };

    private const string Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly BucketBody[] Bodies =
    [
        new BucketBody.Replication(new ReplicationMessage.Prepare(new Ballot(5, 42)), IsForHome: false),
        new BucketBody.Replication(new ReplicationMessage.Appended(new Ballot(5, 42), 9, IsConfirmed: true), IsForHome: true),
        new BucketBody.Requests(3,
        [
            new NumberedRequest(3, new TopicRequest.Publish(News, Tagged, PublicationSource.Client) { IdempotencyKey = "k" }),
            new NumberedRequest(4, new TopicRequest.GetHistory(News, SinceRequest.From(Position), 10, 1000)),
            new NumberedRequest(5, new TopicRequest.GetHistory(News, Since: null, 10, 1000)),
            new NumberedRequest(6, new TopicRequest.ClearHistory(News)),
            new NumberedRequest(7, new TopicRequest.GetMembers(News, 5, 10, 1000)),
            new NumberedRequest(8, new TopicRequest.GetSnapshot(News)),
        ]),
        new BucketBody.Replies(
        [
            new NumberedReply(3, new TopicReply.Published(News, Position, 12) { IsRepeated = true }),
            new NumberedReply(4, new TopicReply.Refused("code", "text")),
            new NumberedReply(5, new TopicReply.Unknown(News)),
            new NumberedReply(6, new HistoryPage(News, Position, [new KeptMessage(7, 1500, Tagged)], new MissedRange(2, 6, MissedRange.NotKept), 7, IsEnd: true) { Recovered = false }),
            new NumberedReply(7, new HistoryPage(News, Position, [], MissedRange.OfOtherLog(0, MissedRange.EpochChanged), 7, IsEnd: false)),
            new NumberedReply(8, new TopicReply.HistoryCleared(News, Position)),
            new NumberedReply(9, new TopicReply.Members(News, new PresencePage([Member], 3, Next: 1))),
            new NumberedReply(10, new TopicDescription(News, Position, 3, 4, 5)),
        ]),
        new BucketBody.Updates(9, 2,
        [
            new TopicUpdate.Follow(News, Since: null),
            new TopicUpdate.Follow(News, Position),
            new TopicUpdate.Change(News, 3, [new TopicMember("c1", "ann", Info: null)], ["c2"]),
            new TopicUpdate.Unfollow(News),
        ]),
        new BucketBody.Feed(9, 2,
        [
            new FeedItem.Page(News, Position, IsContinued: true, [new KeptMessage(7, 0, Tagged)], 7, IsEnd: true),
            new FeedItem.Page(News, Position, IsContinued: false, [new KeptMessage(7, 0, Tagged)], 7, IsEnd: false) { Unloaded = new UnloadedRange(2, 6, 900, 5000, 70) },
            new FeedItem.Published(News, Position, Tagged),
            new FeedItem.Stored(News, Position),
            new FeedItem.Cleared(News, Position),
            new FeedItem.Members(News, new PresenceNews { Joined = [Member], Left = [Member], Total = 2, Everyone = [Member] }),
            new FeedItem.Refused(News, "code", "text"),
        ]),
        new BucketBody.FeedStatus(9, 2),
        new BucketBody.FollowerStatus(9, 2, 1),
        new BucketBody.StreamLost(9),
        new BucketBody.HomeHere(5),
        BucketBody.NotHome.Instance,
        new BucketBody.Updates(9, 3, [new TopicUpdate.Change(News, 0, [], ["c1"])]) { ReturnWithin = TimeSpan.FromSeconds(15) },
        new BucketBody.Requests(3,
        [
            new NumberedRequest(3, new TopicRequest.ClearHistory(News)),
            new NumberedRequest(4, new TopicRequest.Publish(News, Tagged, PublicationSource.Client) { Traceparent = Traceparent }),
        ]),
        new BucketBody.Feed(9, 2,
        [
            new FeedItem.Published(News, Position, Tagged) { Traceparent = Traceparent },
            new FeedItem.Published(News, Position, Tagged),
            new FeedItem.Stored(News, Position) { Traceparent = Traceparent },
        ]),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Bodies.Length)];

    [Fact]
    public void Every_kind_of_message_is_tried() => Assert.Equal(
        typeof(BucketBody).GetNestedTypes().Select(type => type.Name).Order(), Bodies.Select(body => body.GetType().Name).Distinct().Order());

    // Bytes determine all fields, so messages with the same bytes are the same.
    [Theory]
    [MemberData(nameof(All))]
    public void A_message_arrives_as_it_was_sent(int index)
    {
        var bytes = Written(index);

        Assert.True(BucketMessageWire.TryRead(bytes, out var read, out var fault), fault);
        Assert.Equal((17, Node, Bodies[index].GetType()), (read.Bucket, read.From, read.Body.GetType()));
        Assert.Equal(bytes, BucketMessageWire.Write(read));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_message_that_is_cut_off_is_refused(int index)
    {
        var bytes = Written(index);
        for (var length = 0; length < bytes.Length; length++)
        {
            // Before a field that was added later, the message is complete as an earlier build wrote it.
            var cut = bytes[..length];
            if (BucketMessageWire.TryRead(cut, out var earlier, out var fault))
                Assert.Equal(cut, BucketMessageWire.Write(earlier));
            else
                Assert.NotEmpty(fault);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_damaged_message_is_read_or_refused(int index) => Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Sample((at, value) =>
    {
        var bytes = Written(index);
        bytes[at % bytes.Length] = value;
        return BucketMessageWire.TryRead(bytes, out var message, out var fault) ? message is not null : fault.Length > 0;
    });

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Select(Gen.Byte[0, 13], Gen.Byte.Array[0, 300]).Sample((kind, bytes) =>
        BucketMessageWire.TryRead((byte[])[BucketMessageWire.Version, kind, .. bytes], out var message, out var fault) ? message is not null : fault.Length > 0);

    [Fact]
    public void Trace_contexts_arrive_with_their_publications_and_those_of_none_are_refused()
    {
        var feed = new BucketBody.Feed(9, 2, [new FeedItem.Stored(News, Position), new FeedItem.Stored(News, Position) { Traceparent = Traceparent }]);
        var bytes = BucketMessageWire.Write(new BucketMessage(17, Node, feed));

        Assert.True(BucketMessageWire.TryRead(bytes, out var read, out var fault), fault);
        Assert.Equal([null, Traceparent], ((BucketBody.Feed)read.Body).Items.Select(item => item.Traceparent));

        // The index stands before the length and the text.
        bytes[^(Traceparent.Length + 2)] = 2;
        Assert.False(BucketMessageWire.TryRead(bytes, out _, out fault));
        Assert.Equal("a trace context is of item 2, and there are 2", fault);
    }

    // Nodes of two versions run beside each other during an upgrade. These bytes were written by the first one; do not change them.
    [Theory]
    [InlineData("010211036e3a3101000000000000000b0101052a00000000000000", 0)]
    [InlineData("010711036e3a3101000000000000000902", 6)]
    [InlineData("010811036e3a310100000000000000090201", 7)]
    [InlineData("010911036e3a31010000000000000009", 8)]
    [InlineData("010a11036e3a31010000000000000005", 9)]
    [InlineData("010b11036e3a310100000000000000", 10)]
    [InlineData("010511036e3a31010000000000000009020401046e6577730001046e6577730101650702046e65777303010263310103616e6e000102633203046e657773", 4)]
    public void Bytes_of_the_first_version_are_read(string hex, int index)
    {
        Assert.True(BucketMessageWire.TryRead(Convert.FromHexString(hex), out var read, out var fault), fault);

        Assert.Equal(Bodies[index].GetType(), read.Body.GetType());
        Assert.Equal(hex, Convert.ToHexStringLower(Written(index)));
    }

    private static byte[] Written(int index) => BucketMessageWire.Write(new BucketMessage(17, Node, Bodies[index]));
}
