using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Plain;

public sealed class PlainProtocolTests
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Theory]
    [InlineData(MessageKind.Text, PayloadFormat.Text)]
    [InlineData(MessageKind.Binary, PayloadFormat.Binary)]
    public void Every_message_is_a_publication_to_the_connections_topic(MessageKind kind, PayloadFormat format)
    {
        var publish = Assert.IsType<ClientCommand.Publish>(PlainProtocol.Instance.Read(kind, "hi"u8));
        Assert.Null(publish.Topic);
        Assert.Null(publish.Id);
        Assert.Equal(format, publish.Publication.Format);
        Assert.Equal("hi"u8, publish.Publication.Payload.Span);
    }

    [Fact]
    public void The_payload_is_a_copy_because_the_buffer_is_used_again()
    {
        var buffer = "hi"u8.ToArray();
        var publish = Assert.IsType<ClientCommand.Publish>(PlainProtocol.Instance.Read(MessageKind.Text, buffer));
        buffer[0] = (byte)'X';

        Assert.Equal("hi"u8, publish.Publication.Payload.Span);
    }

    [Theory]
    [InlineData(PayloadFormat.Text, 0x81)]
    [InlineData(PayloadFormat.Json, 0x81)]
    [InlineData(PayloadFormat.Binary, 0x82)]
    public void A_publication_is_a_frame_that_holds_just_the_payload(PayloadFormat format, byte first)
    {
        var frame = PlainProtocol.Instance.Write(new ServerEvent.Message(News, Publish(format), new TopicPosition("e", 5)));

        Assert.Equal([first, 2, (byte)'4', (byte)'2'], frame);
    }

    [Fact]
    public void There_are_no_words_for_anything_else()
    {
        ServerEvent[] others =
        [
            new ServerEvent.Welcome("1", null, TimeSpan.FromSeconds(25), new ClientLimits(1, 1)),
            new ServerEvent.Subscribed(null, News, new TopicPosition("e", 1), true),
            new ServerEvent.Unsubscribed(null, News, "moved"),
            new ServerEvent.Published(null, 1),
            new ServerEvent.Gap(News, new MissedRange(1, 2, MissedRange.NoHistory)),
            new ServerEvent.History(null, News, new TopicPosition("e", 0), new LogPage([], null, 0, true)),
            new ServerEvent.Error(null, ErrorCode.MalformedCommand, "no"),
            new ServerEvent.Pong(null),
            new ServerEvent.Goodbye("draining", TimeSpan.Zero),
        ];

        Assert.All(others, other => Assert.Null(PlainProtocol.Instance.Write(other)));
    }

    [Fact]
    public void The_name_is_the_metrics_label() => Assert.Equal("plain", PlainProtocol.Instance.Name);

    private static Publication Publish(PayloadFormat format)
    {
        var payload = "42"u8.ToArray();
        if (format == PayloadFormat.Binary)
            return Publication.FromBinary(payload);

        Publication? publication;
        Assert.True(format == PayloadFormat.Json
            ? Publication.TryParseJson(payload, out publication, out _)
            : Publication.TryParseText(payload, out publication, out _));
        return publication;
    }
}
