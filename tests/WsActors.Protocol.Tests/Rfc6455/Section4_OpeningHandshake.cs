using System.Buffers;
using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc6455;

/// <summary>RFC 6455 §4, the server's side: one test for each MUST, named as its sentence.</summary>
public sealed class Section4_OpeningHandshake
{
    [Theory]
    [InlineData("Host")]
    [InlineData("Upgrade")]
    [InlineData("Connection")]
    [InlineData("Sec-WebSocket-Key")]
    [InlineData("Sec-WebSocket-Version")]
    public void The_server_MUST_stop_processing_a_handshake_without_a_part_and_return_an_error__RFC6455_4_2_1(string missing)
    {
        var conversation = new Conversation().Receive(UpgradeRequest.Without(missing)).Receive(ClientFrame.Text("hello"));

        Assert.InRange(conversation.Refusal!.Status, 400, 499);
        Assert.Single(conversation.Happened);
        Assert.StartsWith("HTTP/1.1 4", conversation.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_request_must_be_HTTP_1_1_or_higher__RFC6455_4_2_1_item_1()
    {
        Assert.Equal(426, StatusOf(UpgradeRequest.Text("GET /echo HTTP/1.0")));
        Assert.Equal(101, StatusOf(UpgradeRequest.Text("GET /echo HTTP/1.2")));
    }

    [Fact]
    public void The_request_must_be_a_GET__RFC6455_4_2_1_item_1() => Assert.Equal(405, StatusOf(UpgradeRequest.Text("PUT /echo HTTP/1.1")));

    [Fact]
    public void The_request_URI_may_be_a_path__RFC6455_4_2_1_item_1() =>
        Assert.Equal("/echo", new Conversation().Receive(UpgradeRequest.Text("GET /echo HTTP/1.1")).Request?.Path);

    [Theory]
    [InlineData("http://localhost/echo")]
    [InlineData("https://localhost/echo")]
    [InlineData("ws://localhost/echo")]
    public void The_request_URI_may_be_absolute__RFC6455_4_1_item_3(string uri) =>
        Assert.Equal("/echo", new Conversation().Receive(UpgradeRequest.Text($"GET {uri} HTTP/1.1")).Request?.Path);

    [Fact]
    public void The_Host_header_holds_the_servers_authority__RFC6455_4_2_1_item_2() => Assert.Equal(
        "example.com:8000", new Conversation().Receive(UpgradeRequest.With("Host", "example.com:8000")).Request?.Host);

    [Theory]
    [InlineData("websocket")]
    [InlineData("WebSocket")]
    public void The_Upgrade_header_holds_websocket_as_an_ASCII_case_insensitive_value__RFC6455_4_2_1_item_3(string value) =>
        Assert.Equal(101, StatusOf(UpgradeRequest.With("Upgrade", value)));

    [Theory]
    [InlineData("Upgrade")]
    [InlineData("keep-alive, upgrade")]
    public void The_Connection_header_includes_the_token_Upgrade_without_regard_to_case__RFC6455_4_2_1_item_4(string value) =>
        Assert.Equal(101, StatusOf(UpgradeRequest.With("Connection", value)));

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZSE=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZSEh")]
    [InlineData("dGhl IHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZ-==")]
    [InlineData("========================")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==")]
    public void The_key_is_base64_that_decodes_to_16_bytes__RFC6455_4_2_1_item_5(string key) =>
        Assert.Equal(400, StatusOf(UpgradeRequest.With("Sec-WebSocket-Key", key)));

    [Fact]
    public void The_key_MUST_NOT_appear_more_than_once__RFC6455_11_3_1() =>
        Assert.Equal(400, StatusOf(UpgradeRequest.Text(more: $"Sec-WebSocket-Key: {UpgradeRequest.Key}\r\n")));

    [Theory]
    [InlineData("12")]
    [InlineData("8")]
    [InlineData("0")]
    [InlineData("14")]
    [InlineData("013")]
    [InlineData("13, 12")]
    [InlineData("")]
    [InlineData("thirteen")]
    public void The_version_has_a_value_of_13__RFC6455_4_2_1_item_6(string version) =>
        Assert.Equal(426, StatusOf(UpgradeRequest.With("Sec-WebSocket-Version", version)));

    [Fact]
    public void A_request_without_Origin_is_not_from_a_browser_and_is_legal__RFC6455_4_2_1_item_7()
    {
        var request = new Conversation().Receive(UpgradeRequest.Text()).Request;

        Assert.NotNull(request);
        Assert.Null(request.Origin);
    }

    [Fact]
    public void Subprotocols_are_in_the_clients_order_of_preference__RFC6455_4_2_1_item_8()
    {
        var text = UpgradeRequest.Text(more: "Sec-WebSocket-Protocol: b, a\r\nSec-WebSocket-Protocol: c\r\n");

        Assert.Equal(["b", "a", "c"], new Conversation().Receive(text).Request!.Subprotocols);
    }

    [Fact]
    public void Unknown_header_fields_are_ignored__RFC6455_4_2_1_item_10() =>
        Assert.Equal(101, StatusOf(UpgradeRequest.Text(more: "Cookie: a=b\r\nX-Unknown: c\r\nSec-WebSocket-Unknown: d\r\n")));

    [Fact]
    public void A_server_that_does_not_accept_the_origin_MUST_return_an_HTTP_error_and_abort__RFC6455_4_2_2_item_4()
    {
        var (session, replies) = AwaitingDecision(UpgradeRequest.With("Origin", "https://evil.example"));
        session.Reject(new HandshakeRefusal(403, "origin", "not from there"), replies);

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", Text(replies), StringComparison.Ordinal);
        Assert.True(session.State.IsOver());
    }

    [Fact]
    public void On_another_version_the_server_MUST_abort_and_send_the_versions_it_speaks__RFC6455_4_2_2_item_4_and_4_4()
    {
        var conversation = new Conversation().Receive(UpgradeRequest.With("Sec-WebSocket-Version", "25"));

        Assert.StartsWith("HTTP/1.1 426 ", conversation.SentText, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Version: 13\r\n", conversation.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void For_a_service_that_is_not_available_the_server_MUST_send_an_HTTP_error_and_abort__RFC6455_4_2_2_item_4()
    {
        var request = new Conversation().Receive(UpgradeRequest.Text("GET /nowhere HTTP/1.1")).Request!;

        Assert.Null(TestRoutes.Standard.Resolve(request, out var refusal));
        Assert.Equal(404, refusal?.Status);
    }

    [Theory]
    [InlineData("/connect", "wsactors.v1.json, other", "wsactors.v1.json")]
    [InlineData("/connect", "other, wsactors.v1.json", "wsactors.v1.json")]
    [InlineData("/echo", "other", "other")]
    [InlineData("/topics/news", "wsactors.v1.json", "wsactors.v1.json")]
    public void The_subprotocol_MUST_be_one_of_the_clients_or_none__RFC6455_4_2_2_item_4(string path, string offered, string? selected)
    {
        var text = UpgradeRequest.Text($"GET {path} HTTP/1.1", $"Sec-WebSocket-Protocol: {offered}\r\n");
        var route = TestRoutes.Standard.Resolve(new Conversation().Receive(text).Request!, out _);

        Assert.Equal(selected, route?.Subprotocol);
    }

    [Fact]
    public void Without_an_offer_the_only_acceptable_subprotocol_is_none__RFC6455_4_2_2_item_4() => Assert.Null(
        TestRoutes.Standard.Resolve(new Conversation().Receive(UpgradeRequest.Text("GET /connect HTTP/1.1")).Request!, out _)?.Subprotocol);

    [Fact]
    public void Without_an_agreed_subprotocol_the_header_MUST_NOT_be_sent__RFC6455_4_2_2_item_4() => Assert.DoesNotContain(
        "Sec-WebSocket-Protocol", new Conversation().Receive(UpgradeRequest.Text()).SentText, StringComparison.Ordinal);

    [Fact]
    public void An_extension_that_the_client_did_not_list_MUST_NOT_be_sent__RFC6455_9_1() => Assert.DoesNotContain(
        "Sec-WebSocket-Extensions", new Conversation().Receive(UpgradeRequest.Text()).SentText, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_extension_is_not_agreed_to__RFC6455_4_2_2_item_4() => Assert.DoesNotContain(
        "Sec-WebSocket-Extensions",
        new Conversation().Receive(UpgradeRequest.With("Sec-WebSocket-Extensions", "x-unknown; a=b")).SentText,
        StringComparison.Ordinal);

    [Fact]
    public void The_server_MUST_reply_with_a_status_line_of_101__RFC6455_4_2_2_item_5_1() => Assert.StartsWith(
        "HTTP/1.1 101 Switching Protocols\r\n", new Conversation().Receive(UpgradeRequest.Text()).SentText, StringComparison.Ordinal);

    [Theory]
    [InlineData("Upgrade: websocket")]
    [InlineData("Connection: Upgrade")]
    [InlineData("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]
    public void The_server_MUST_reply_with_these_headers__RFC6455_4_2_2_item_5_2_to_5_4(string header) => Assert.Contains(
        $"\r\n{header}\r\n", new Conversation().Receive(UpgradeRequest.Text()).SentText, StringComparison.Ordinal);

    [Fact]
    public void The_agreed_subprotocol_is_sent_once__RFC6455_4_2_2_item_5_5()
    {
        var conversation = new Conversation(subprotocol: "chat").Receive(UpgradeRequest.With("Sec-WebSocket-Protocol", "chat, superchat"));

        Assert.Contains("\r\nSec-WebSocket-Protocol: chat\r\n", conversation.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_ends_with_an_empty_line_and_the_connection_is_OPEN__RFC6455_4_2_2()
    {
        var conversation = new Conversation().Receive(UpgradeRequest.Text());

        Assert.EndsWith("\r\n\r\n", conversation.SentText, StringComparison.Ordinal);
        Assert.Equal(SessionState.Open, conversation.State);
    }

    private static int StatusOf(string text)
    {
        var answer = new Conversation().Receive(text).SentText;
        return int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static (ServerSession Session, ArrayBufferWriter<byte> Replies) AwaitingDecision(string text)
    {
        var session = new ServerSession(new SessionLimits());
        var replies = new ArrayBufferWriter<byte>();
        var input = Encoding.ASCII.GetBytes(text).AsSpan();
        Assert.True(session.TryAdvance(ref input, replies, out var happened));
        Assert.Equal(SessionEventKind.Requested, happened.Kind);
        return (session, replies);
    }

    private static string Text(ArrayBufferWriter<byte> replies) => Encoding.ASCII.GetString(replies.WrittenSpan);
}
