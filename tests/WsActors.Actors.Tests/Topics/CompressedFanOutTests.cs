using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A publication is compressed once for all that can be sent the same.</summary>
public sealed class CompressedFanOutTests : ActorTest
{
    private const byte CompressedText = 0xC1;
    private const byte PlainText = 0x81;

    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly string Long = string.Join(' ', Enumerable.Repeat("to be or not to be", 100));
    private static readonly FrameCompressions Compressions = new(DeflateLevel.Optimal, minBytes: 256);
    private static readonly IFrameCompression Largest = Compressions.For(new DeflateAgreement());
    private static readonly IFrameCompression Small = Compressions.For(new DeflateAgreement { ServerMaxWindowBits = 9 });

    private readonly IActorRef _topics;

    public CompressedFanOutTests()
    {
        var rule = new TopicRule { Match = "*", History = new HistoryRule { Messages = 10 } };
        _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([rule]), Clock, Telemetry));
    }

    [Fact]
    public void Subscribers_that_agreed_on_the_same_share_one_compressed_frame()
    {
        var one = Subscribe(PlainProtocol.Instance, Largest);
        var other = Subscribe(PlainProtocol.Instance, Largest);
        Publish(Long);

        var frame = Delivered(one);
        Assert.Equal(CompressedText, frame[0]);
        Assert.Same(frame, Delivered(other));
    }

    [Fact]
    public void Subscribers_that_agreed_on_nothing_get_the_frame_as_it_is()
    {
        Subscribe(PlainProtocol.Instance, Largest);
        var plain = Subscribe(PlainProtocol.Instance, compression: null);
        Publish(Long);

        Assert.Equal(PlainText, Delivered(plain)[0]);
    }

    [Fact]
    public void Subscribers_with_different_windows_get_different_frames()
    {
        var largest = Subscribe(PlainProtocol.Instance, Largest);
        var small = Subscribe(PlainProtocol.Instance, Small);
        Publish(Long);

        Assert.NotEqual(Delivered(largest), Delivered(small));
    }

    [Fact]
    public void Short_publication_is_one_frame_for_all_of_a_protocol()
    {
        var compressed = Subscribe(PlainProtocol.Instance, Largest);
        var plain = Subscribe(PlainProtocol.Instance, compression: null);
        Publish("short");

        Assert.Same(Delivered(plain), Delivered(compressed));
    }

    [Fact]
    public void Publication_is_put_into_the_words_of_a_protocol_once_whatever_the_compressions()
    {
        var counting = new CountingProtocol();
        Subscribe(counting, Largest);
        Subscribe(JsonProtocol.Instance, Largest);
        Subscribe(counting, compression: null);
        var last = Subscribe(counting, Small);
        Publish(Long);

        Delivered(last);
        Assert.Equal(1, counting.Written);
    }

    [Fact]
    public void All_compressions_count_as_subscribers()
    {
        Subscribe(PlainProtocol.Instance, Largest);
        Subscribe(PlainProtocol.Instance, Small);
        Subscribe(PlainProtocol.Instance, compression: null);

        Assert.Equal(3, Publish(Long).Subscribers);
    }

    [Fact]
    public void Compressed_subscriber_that_has_left_hears_nothing_more()
    {
        var subscriber = CreateTestProbe();
        var subscribed = Subscribe(subscriber, PlainProtocol.Instance, Largest);
        subscribed.TopicRef.Tell(new TopicActor.Unsubscribe(subscriber));

        Eventually(() => Assert.Equal(0, Telemetry.Figures.Subscriptions));
        Assert.Equal(0, Publish(Long).Subscribers);
    }

    [Fact]
    public void Missed_messages_are_compressed_once_for_all_who_return()
    {
        Publish(Long);

        var frame = Assert.Single(Return(Largest));
        Assert.Equal(CompressedText, frame[0]);
        Assert.Same(frame, Assert.Single(Return(Largest)));
    }

    [Fact]
    public void Missed_messages_come_as_they_are_to_whom_agreed_on_nothing()
    {
        Publish(Long);
        Return(Largest);

        Assert.Equal(PlainText, Assert.Single(Return(compression: null))[0]);
    }

    private IReadOnlyList<byte[]> Return(IFrameCompression? compression)
    {
        var subscriber = CreateTestProbe();
        Assert.True(SinceRequest.TryCreate(null, 0, out var since, out _));
        _topics.Tell(new TopicRequest.Subscribe(News, subscriber, PlainProtocol.Instance) { Compression = compression, Since = since });
        var subscribed = subscriber.ExpectMsg<Subscriber.Subscribed>();
        subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, After: 0), subscriber);
        return subscriber.ExpectMsg<Subscriber.Replayed>().Frames;
    }

    private TestProbe Subscribe(IClientProtocol protocol, IFrameCompression? compression)
    {
        var subscriber = CreateTestProbe();
        Subscribe(subscriber, protocol, compression);
        return subscriber;
    }

    private Subscriber.Subscribed Subscribe(TestProbe subscriber, IClientProtocol protocol, IFrameCompression? compression)
    {
        _topics.Tell(new TopicRequest.Subscribe(News, subscriber, protocol) { Compression = compression });
        return subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private TopicReply.Published Publish(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        _topics.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi), TestActor);
        return ExpectMsg<TopicReply.Published>();
    }

    private static byte[] Delivered(TestProbe subscriber) => subscriber.ExpectMsg<Subscriber.Deliver>().Frame;

    private sealed class CountingProtocol : IClientProtocol
    {
        private int _written;

        public int Written => Volatile.Read(ref _written);

        public string Name => "counting";

        public ProtocolTraits Traits => PlainProtocol.Instance.Traits;

        public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
        {
            Interlocked.Increment(ref _written);
            return PlainProtocol.Instance.TryWrite(serverEvent, output, out kind);
        }
    }
}
