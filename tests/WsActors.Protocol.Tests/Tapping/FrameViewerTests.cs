using System.Text;
using CsCheck;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Tapping;
using WsActors.Protocol.Tests.Compression;
using WsActors.Protocol.WebSocket.Tapping;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Tapping;

/// <summary>The part of a frame that an operator may see.</summary>
public sealed class FrameViewerTests
{
    private const string Jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";

    [Fact]
    public void A_text_is_shown_with_the_topics_that_it_names()
    {
        var view = View(Viewer(JsonProtocol.Instance), ClientFrame.Text("""{"type":"publish","topic":"news","data":1}"""));

        Assert.Equal(("text", true, 42UL, false), (view.Opcode, view.IsFinal, view.Size, view.IsTruncated));
        Assert.Equal("""{"type":"publish","topic":"news","data":1}""", view.Payload);
        Assert.Equal(["news"], view.Topics);
        Assert.Equal(["masked"], view.Flags);
        Assert.Null(view.Withheld);
    }

    [Fact]
    public void A_binary_message_is_shown_in_base64()
    {
        var view = View(Viewer(EchoProtocol.Instance), ClientFrame.Binary([0, 255]));

        Assert.Equal(("AP8=", true), (view.Payload, view.IsBase64));
    }

    [Theory]
    [InlineData(3, "ż", true)]
    [InlineData(4, "żó", true)]
    [InlineData(6, "żół", true)]
    [InlineData(7, "żółw", false)]
    public void A_text_is_cut_between_two_characters(int bytes, string shown, bool isTruncated)
    {
        var view = View(Viewer(EchoProtocol.Instance) with { PayloadBytes = bytes }, ClientFrame.Text("żółw"));

        Assert.Equal((shown, isTruncated), (view.Payload, view.IsTruncated));
    }

    [Fact]
    public void Without_payloads_size_and_topics_remain()
    {
        var view = View(Viewer(JsonProtocol.Instance) with { PayloadBytes = 0 }, ClientFrame.Text("""{"type":"subscribe","topic":"news"}"""));

        Assert.Equal((35UL, null, null), (view.Size, view.Payload, view.Withheld));
        Assert.Equal(["news"], view.Topics);
    }

    [Fact]
    public void A_close_frame_is_shown_by_its_code_and_reason() =>
        Assert.Equal("4000 bye", View(Viewer(JsonProtocol.Instance), ClientFrame.Close(4000, "bye")).Payload);

    [Fact]
    public void A_close_frame_without_a_code_is_empty() => Assert.Equal("", View(Viewer(JsonProtocol.Instance), ClientFrame.Close()).Payload);

    [Theory]
    [InlineData("""{"type":"message","topic":"secret.a","data":1}""", "rule")]
    [InlineData("""{"type":"message","topic":"news","data":1}""", null)]
    [InlineData("""{"type":"message","topic":"news","data":{"topic":"secret.a"}}""", null)]
    [InlineData("""{"type":"publish","messages":[{"topic":"news","data":1},{"topic":"secret.a","data":2}]}""", "rule")]
    [InlineData("""{"type":"publish","messages":[{"topic":"news","data":1}]}""", null)]
    [InlineData("""{"type":"publish","data":1,"top\u0069c":"secret.a"}""", "rule")]
    [InlineData("""{"type":"publish","topic":"news","topic":"secret.a","data":1}""", "rule")]
    [InlineData("""{"type":"publish","topic":"","data":1}""", "rule")]
    [InlineData("""{"type":"publish","topic":"\ud800","data":1}""", "rule")]
    [InlineData("""{"type":"pong"}""", null)]
    [InlineData("{'type':'publish','topic':'secret.a'}", "rule")]
    [InlineData("[]", "rule")]
    [InlineData("""{"type":"publish","topic":"news","data":""", "rule")]
    public void A_message_that_concerns_a_redacted_topic_or_cannot_be_understood_is_not_shown(string message, string? cause) =>
        Assert.Equal(cause, View(Redacting(JsonProtocol.Instance), ClientFrame.Text(message)).Withheld);

    [Fact]
    public void Of_a_message_that_is_cut_off_the_topic_counts_if_it_comes_before_the_cut()
    {
        var viewer = Redacting(JsonProtocol.Instance);
        var data = new string('x', 2000);

        Assert.Null(View(viewer, ClientFrame.Text($$"""{"type":"message","topic":"news","data":"{{data}}"}""")).Withheld);
        Assert.Equal("rule", View(viewer, ClientFrame.Text($$"""{"type":"message","topic":"secret.a","data":"{{data}}"}""")).Withheld);
        Assert.Equal("rule", View(viewer, ClientFrame.Text($$"""{"type":"message","data":"{{data}}","topic":"news"}""")).Withheld);
        Assert.Equal("rule", View(viewer, ClientFrame.Text($$"""{"type":"publish","messages":[{"topic":"news","data":"{{data}}"}]}""")).Withheld);
    }

    [Fact]
    public void The_topic_is_found_though_less_is_shown()
    {
        var view = View(Redacting(JsonProtocol.Instance) with { PayloadBytes = 4 }, ClientFrame.Text("""{"type":"message","topic":"news","data":1}"""));

        Assert.Equal(("{\"ty", true, null), (view.Payload, view.IsTruncated, view.Withheld));
    }

    [Theory]
    [InlineData("secret.a", "rule")]
    [InlineData("news", null)]
    [InlineData(null, "rule")]
    public void In_plain_mode_the_topic_of_the_connection_decides(string? topic, string? cause) =>
        Assert.Equal(cause, View(Redacting(PlainProtocol.Instance) with { OnlyTopic = topic }, ClientFrame.Text("anything")).Withheld);

    [Fact]
    public void An_echo_concerns_no_topic() => Assert.Equal("anything", View(Redacting(EchoProtocol.Instance), ClientFrame.Text("anything")).Payload);

    [Fact]
    public void A_protocol_that_does_not_tell_topics_is_not_shown_while_any_rule_redacts()
    {
        Assert.Equal("rule", View(Redacting(new OtherProtocol()), ClientFrame.Text("anything")).Withheld);
        Assert.Equal("anything", View(Viewer(new OtherProtocol()), ClientFrame.Text("anything")).Payload);
    }

    [Theory]
    [InlineData($$"""{"type":"refresh","token":"{{Jwt}}"}""")]
    [InlineData("""{"type":"refresh","to\u006ben":"opaque"}""")]
    [InlineData("""{"token":"opaque""")]
    public void A_command_with_a_token_is_not_shown(string command)
    {
        var view = View(Viewer(JsonProtocol.Instance), ClientFrame.Text(command));

        Assert.Equal((null, "token"), (view.Payload, view.Withheld));
    }

    [Theory]
    [InlineData("{'token':'" + Jwt + "'}", "{'token':'…'}")]
    [InlineData("""{"data":{"access_token":"opaque","x":1}}""", """{"data":{"access_token":"…","x":1}}""")]
    [InlineData("""{"data":{"token": "with \" and \\"}}""", """{"data":{"token": "…"}}""")]
    [InlineData("wss://example.com/?access_token=opaque&x=1", "wss://example.com/?access_token=…&x=1")]
    [InlineData("Bearer " + Jwt, "Bearer …")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWI", "…")]
    [InlineData("a token of thanks", "a token of thanks")]
    [InlineData("keyJ1", "keyJ1")]
    public void Tokens_are_hidden_wherever_they_stand(string text, string shown) =>
        Assert.Equal(shown, View(Viewer(EchoProtocol.Instance), ClientFrame.Text(text)).Payload);

    [Fact]
    public void Bytes_with_a_token_in_them_are_not_shown() => Assert.Equal(
        "token", View(Viewer(EchoProtocol.Instance), ClientFrame.Binary([0, .. Encoding.ASCII.GetBytes($" {Jwt}")])).Withheld);

    [Fact]
    public void A_token_in_a_close_reason_is_hidden() =>
        Assert.Equal("4000 token=…", View(Viewer(JsonProtocol.Instance), ClientFrame.Close(4000, "token=opaque")).Payload);

    [Fact]
    public void A_later_part_of_a_message_is_shown_where_no_beginning_could_say_otherwise()
    {
        var part = ClientFrame.Frame(0x80, "rest"u8);

        Assert.Equal(("continuation", "rest"), (View(Viewer(EchoProtocol.Instance), part).Opcode, View(Viewer(EchoProtocol.Instance), part).Payload));
        Assert.Equal("continuation", View(Viewer(JsonProtocol.Instance), part).Withheld);
    }

    [Fact]
    public void A_message_that_was_compressed_alone_is_shown_inflated()
    {
        var text = $$"""{"type":"message","topic":"news","data":"{{new string('x', 500)}}"}""";
        var view = View(Redacting(JsonProtocol.Instance), ClientFrame.Frame(0xC1, ClientDeflater.Once(text)));

        Assert.Equal((text, true, false), (view.Payload, view.IsCompressed, view.IsTruncated));
        Assert.Equal(["masked", "rsv1"], view.Flags);
        Assert.InRange(view.Size, 1UL, 100UL);
    }

    [Fact]
    public void A_bomb_is_inflated_as_far_as_it_is_shown()
    {
        var view = View(Viewer(EchoProtocol.Instance), ClientFrame.Frame(0xC1, ClientDeflater.Once(new string('x', 1_000_000))));

        Assert.Equal((new string('x', 1024), true), (view.Payload, view.IsTruncated));
    }

    [Fact]
    public void A_message_that_may_refer_to_earlier_ones_is_known_by_its_size()
    {
        var viewer = Viewer(EchoProtocol.Instance) with { ClientKeepsContext = true };
        var frame = FrameTapTests.Read(new FrameTap(2000), ClientFrame.Frame(0xC1, ClientDeflater.Once("hello")))[0];

        Assert.Equal((null, "compressed", true), (viewer.View(frame, isFromClient: true).Payload, viewer.View(frame, isFromClient: true).Withheld, frame.IsCompressed));
        Assert.Equal("hello", viewer.View(frame, isFromClient: false).Payload);
    }

    [Fact]
    public void What_is_compressed_wrongly_is_known_by_its_size() =>
        Assert.Equal("compressed", View(Viewer(EchoProtocol.Instance), ClientFrame.Frame(0xC1, [0xFF, 0xFF])).Withheld);

    [Fact]
    public void No_frame_makes_it_throw() => Gen.Select(Gen.Byte, Gen.Byte.Array[0, 200], Gen.Int[0, 100], Gen.Int[0, 3]).Sample((first, payload, bytes, protocol) =>
    {
        IClientProtocol[] protocols = [JsonProtocol.Instance, PlainProtocol.Instance, EchoProtocol.Instance, new OtherProtocol()];
        var view = View(Redacting(protocols[protocol]) with { PayloadBytes = bytes }, ClientFrame.Frame(first, payload));
        return view.Size == (ulong)payload.Length;
    }, iter: 2000);

    private static FrameViewer Viewer(IClientProtocol protocol) => new() { Protocol = protocol, PayloadBytes = 1024 };

    private static FrameViewer Redacting(IClientProtocol protocol) => Viewer(protocol) with
    {
        RedactsAny = () => true,
        Redacts = topic => topic.Value.StartsWith("secret.", StringComparison.Ordinal),
    };

    private static FrameView View(FrameViewer viewer, byte[] stream) =>
        viewer.View(FrameTapTests.Read(new FrameTap(FrameViewer.BytesToKeep(viewer.PayloadBytes, needsTopics: true)), stream)[0], isFromClient: true);

    private sealed class OtherProtocol : IClientProtocol
    {
        public string Name => "other";

        public ProtocolTraits Traits => ProtocolTraits.None;

        public bool TryWrite(ServerEvent serverEvent, System.Buffers.IBufferWriter<byte> output, out WebSocket.Messages.MessageKind kind)
        {
            kind = default;
            return false;
        }
    }
}
