using System.Buffers;
using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Clients;

public sealed class ClientEncodingTests
{
    private static readonly TopicName News = TopicName.Parse("news");

    private static readonly ServerEvent[] Events =
    [
        new ServerEvent.Welcome("c1", null, TimeSpan.FromSeconds(25), new ClientLimits(1, 1)),
        new ServerEvent.Subscribed(null, News, new TopicPosition("e", 1), true),
        new ServerEvent.Unsubscribed(null, News, "left"),
        new ServerEvent.Published(null, 1),
        new ServerEvent.Message(News, Publication.FromBinary(new byte[] { 1 }), null),
        new ServerEvent.Gap(News, new MissedRange(1, 2, MissedRange.NotKept)),
        new ServerEvent.Error(null, "code", "text"),
        new ServerEvent.Goodbye("draining", TimeSpan.Zero),
        new ServerEvent.Ended(CloseCode.GoingAway, "draining"),
        new ServerEvent.Pong(null),
        ServerEvent.KeptAlive.Instance,
    ];

    public static TheoryData<string> Protocols => [.. All.Select(protocol => protocol.Name)];

    private static IEnumerable<IClientProtocol> All =>
        [JsonProtocol.Instance, PlainProtocol.Instance, EchoProtocol.Instance, EventStreamProtocol.Instance, PollProtocol.Instance];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void An_event_that_a_protocol_cannot_express_writes_nothing(string name)
    {
        var protocol = All.Single(protocol => protocol.Name == name);
        foreach (var serverEvent in Events)
        {
            var output = new ArrayBufferWriter<byte>();
            if (!protocol.TryWrite(serverEvent, output, out _))
                Assert.Equal(0, output.WrittenCount);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void An_event_costs_its_frame_and_nothing_else(int bytes)
    {
        var encoding = new ClientEncoding(JsonProtocol.Instance, WebSocketCarrier.Instance);
        var message = new ServerEvent.Message(News, Publication.FromBinary(new byte[bytes]), new TopicPosition("e", 1));
        encoding.Encode(message);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = encoding.Encode(message)!;

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, frame.Length, frame.Length + 64);
    }

    [Fact]
    public void Several_events_are_as_many_messages() => Assert.Equal(
        2, new ClientEncoding(PlainProtocol.Instance, WebSocketCarrier.Instance).Encode([MessageOf("a"), Events[0], MessageOf("b")]).Count);

    [Fact]
    public void Several_events_are_one_message_where_the_protocol_has_a_separator()
    {
        var frame = Assert.Single(
            new ClientEncoding(new LinesProtocol(), WebSocketCarrier.Instance).Encode([Events[0], MessageOf("a"), Events[0], MessageOf("b")]));

        Assert.Equal("a\nb", Assert.Single(ServerFrame.ReadAll(frame)).Text);
    }

    [Fact]
    public void Events_that_cannot_be_expressed_are_no_message() =>
        Assert.Empty(new ClientEncoding(new LinesProtocol(), WebSocketCarrier.Instance).Encode([Events[0]]));

    private static ServerEvent.Message MessageOf(string text)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new ServerEvent.Message(News, publication, null);
    }

    private sealed class LinesProtocol : IClientProtocol
    {
        public string Name => "lines";

        public ProtocolTraits Traits => ProtocolTraits.None;

        public byte? Separator => (byte)'\n';

        public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind) =>
            PlainProtocol.Instance.TryWrite(serverEvent, output, out kind);
    }
}
