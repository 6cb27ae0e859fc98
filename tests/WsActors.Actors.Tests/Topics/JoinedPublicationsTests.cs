using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Publications that wait together leave together. The topic is suspended while they arrive.</summary>
public sealed class JoinedPublicationsTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly IActorRef _topics;
    private readonly TestProbe _subscriber;
    private readonly IActorRef _topicRef;

    public JoinedPublicationsTests()
    {
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([]), Clock, Telemetry));
        _subscriber = CreateTestProbe();
        _topicRef = Subscribe(_subscriber).TopicRef;
    }

    [Fact]
    public void Publications_that_wait_together_are_told_in_one_message_in_their_order()
    {
        WhileSuspended(() => Publish("a", "b", "c"));

        var told = _subscriber.ExpectMsg<Subscriber.Deliver>();
        Assert.Equal(3, told.Count);
        Assert.Equal([Frame("a"), Frame("b"), Frame("c")], told.Parts);
        Assert.Equal([.. Frame("a"), .. Frame("b"), .. Frame("c")], told.Frame);
    }

    [Fact]
    public void Each_of_them_is_answered_with_its_own_offset()
    {
        WhileSuspended(() => Publish("a", "b", "c"));

        Assert.Equal([1L, 2L, 3L], Answers(3).Select(answer => answer.Position.Offset));
    }

    [Fact]
    public void Publication_that_waits_alone_is_told_as_it_is()
    {
        WhileSuspended(() => Publish("a"));

        var told = _subscriber.ExpectMsg<Subscriber.Deliver>();
        Assert.Equal((1, null), (told.Count, told.Parts));
        Assert.Equal(Frame("a"), told.Frame);
    }

    [Fact]
    public void Who_subscribes_between_two_publications_is_told_the_second()
    {
        var late = CreateTestProbe();
        WhileSuspended(() =>
        {
            Publish("a");
            _topicRef.Tell(new TopicRequest.Subscribe(News, late, PlainProtocol.Instance));
            Publish("b");
        });

        Assert.Equal(1, late.ExpectMsg<Subscriber.Subscribed>().Position.Offset);
        Assert.Equal(Frame("b"), late.ExpectMsg<Subscriber.Deliver>().Frame);
        Assert.Equal([1, 2], Answers(2).Select(answer => answer.Subscribers));
    }

    [Fact]
    public void Who_unsubscribes_between_two_publications_is_told_the_first()
    {
        var leaving = CreateTestProbe();
        Subscribe(leaving);
        WhileSuspended(() =>
        {
            Publish("a");
            _topicRef.Tell(new TopicActor.Unsubscribe(leaving));
            Publish("b");
        });

        Assert.Equal(Frame("a"), leaving.ExpectMsg<Subscriber.Deliver>().Frame);
        Assert.Equal([2, 1], Answers(2).Select(answer => answer.Subscribers));
    }

    [Fact]
    public void Topic_that_fails_first_tells_what_has_an_offset()
    {
        WhileSuspended(() =>
        {
            Publish("a", "b");
            _topicRef.Tell(Kill.Instance);
        });

        Assert.Equal(2, _subscriber.ExpectMsg<Subscriber.Deliver>().Count);
        Assert.Equal(2, _subscriber.ExpectMsg<Subscriber.TopicLost>().Last.Offset);
        Assert.Equal(2, Answers(2).Length);
    }

    [Fact]
    public void No_more_than_64_are_joined()
    {
        WhileSuspended(() => Publish([.. Enumerable.Range(0, 65).Select(i => $"{i}")]));

        Assert.Equal([64, 1], [_subscriber.ExpectMsg<Subscriber.Deliver>().Count, _subscriber.ExpectMsg<Subscriber.Deliver>().Count]);
    }

    [Fact]
    public void Beyond_64_KB_nothing_more_is_joined()
    {
        var large = new string('x', 40_000);
        WhileSuspended(() => Publish(large, large, large));

        Assert.Equal([2, 1], [_subscriber.ExpectMsg<Subscriber.Deliver>().Count, _subscriber.ExpectMsg<Subscriber.Deliver>().Count]);
    }

    [Fact]
    public void Each_is_compressed_by_itself()
    {
        var text = string.Join(' ', Enumerable.Repeat("to be or not to be", 100));
        var compression = new FrameCompressions(DeflateLevel.Optimal, minBytes: 256).For(new DeflateAgreement());
        var compressed = CreateTestProbe();
        _topicRef.Tell(new TopicRequest.Subscribe(News, compressed, PlainProtocol.Instance) { Compression = compression });
        compressed.ExpectMsg<Subscriber.Subscribed>();
        WhileSuspended(() => Publish(text, "short"));

        Assert.Equal([compression.Compress(Frame(text)), Frame("short")], compressed.ExpectMsg<Subscriber.Deliver>().Parts);
    }

    // System messages pass before others: what is told after the suspension waits for the resumption.
    private void WhileSuspended(Action tell)
    {
        var topicRef = (IInternalActorRef)_topicRef;
        topicRef.Suspend();
        tell();
        topicRef.Resume(null);
    }

    private void Publish(params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
            _topicRef.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi), TestActor);
        }
    }

    private Subscriber.Subscribed Subscribe(TestProbe subscriber)
    {
        _topics.Tell(new TopicRequest.Subscribe(News, subscriber, PlainProtocol.Instance));
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private TopicReply.Published[] Answers(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ExpectMsg<TopicReply.Published>())];

    private static byte[] Frame(string text) => FrameWriter.Frame(Opcode.Text, Encoding.UTF8.GetBytes(text));
}
