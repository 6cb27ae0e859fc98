using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Handshake;

/// <summary>HTTP's rules for a request (RFC 9110, RFC 9112) where it is to become a WebSocket: what is leniently read, and what is not.</summary>
public sealed class UpgradeRulesTests
{
    [Theory]
    [InlineData("HOST: localhost\r\nUPGRADE: WebSocket\r\nCONNECTION: UPGRADE\r\nSEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==\r\nSEC-WEBSOCKET-VERSION: 13\r\n")]
    [InlineData("host: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n")]
    public void Header_names_and_the_two_tokens_compare_without_case__RFC9110_5_1(string headers) =>
        Assert.NotNull(Accepted($"GET /echo HTTP/1.1\r\n{headers}\r\n"));

    [Theory]
    [InlineData("keep-alive, Upgrade")]
    [InlineData("Upgrade, keep-alive")]
    [InlineData("keep-alive,upgrade")]
    [InlineData(", ,Upgrade,")]
    public void Connection_is_a_list_that_holds_Upgrade_somewhere__RFC9110_7_6_1(string value) =>
        Assert.NotNull(Accepted(UpgradeRequest.With("Connection", value)));

    [Theory]
    [InlineData("keep-alive")]
    [InlineData("Upgraded")]
    [InlineData("Up, grade")]
    [InlineData("")]
    public void Connection_without_Upgrade_is_answered_with_400__RFC6455_4_2_1(string value) =>
        Assert.Equal(400, Refused(UpgradeRequest.With("Connection", value)));

    [Theory]
    [InlineData("h2c, websocket")]
    [InlineData("websocket, foo/2")]
    [InlineData("WEBSOCKET")]
    public void Upgrade_is_a_list_that_holds_websocket_somewhere__RFC9110_7_8(string value) =>
        Assert.NotNull(Accepted(UpgradeRequest.With("Upgrade", value)));

    [Theory]
    [InlineData("h2c")]
    [InlineData("websockets")]
    [InlineData("websocket/13")]
    [InlineData("")]
    public void Upgrade_to_something_else_is_answered_with_426__RFC9110_15_5_22(string value) =>
        Assert.Equal(426, Refused(UpgradeRequest.With("Upgrade", value)));

    [Fact]
    public void A_list_may_be_spread_over_several_header_lines__RFC9110_5_3() => Assert.NotNull(Accepted(
        UpgradeRequest.Text(more: "Connection: keep-alive\r\nUpgrade: h2c\r\n")));

    [Theory]
    [InlineData("ws://localhost/echo")]
    [InlineData("http://localhost/echo")]
    [InlineData("wss://localhost:8443/echo")]
    [InlineData("https://localhost:8443/echo")]
    [InlineData("WS://localhost/echo")]
    public void A_server_MUST_accept_the_absolute_form__RFC9112_3_2_2(string target) =>
        Assert.Equal("/echo", Accepted(UpgradeRequest.Text($"GET {target} HTTP/1.1")).Path);

    [Theory]
    [InlineData("ws://localhost", "/", "")]
    [InlineData("ws://localhost?a=b", "/", "a=b")]
    [InlineData("ws://localhost/a/b?c=/d?e", "/a/b", "c=/d?e")]
    [InlineData("/a?b=http://c/d", "/a", "b=http://c/d")]
    [InlineData("//a", "//a", "")]
    public void A_target_is_cut_into_path_and_query__RFC9112_3_2(string target, string path, string query)
    {
        var request = Accepted(UpgradeRequest.Text($"GET {target} HTTP/1.1"));

        Assert.Equal((path, query), (request.Path, request.Query));
    }

    [Fact]
    public void With_the_absolute_form_the_Host_header_MUST_be_ignored__RFC9112_3_2_2() =>
        Assert.Equal("example.org:81", Accepted(UpgradeRequest.Text("GET ws://example.org:81/echo HTTP/1.1")).Host);

    [Theory]
    [InlineData("*")]
    [InlineData("localhost:80")]
    [InlineData("echo")]
    [InlineData("ftp://localhost/echo")]
    [InlineData("ws:///echo")]
    [InlineData("://localhost/echo")]
    [InlineData("a?b=ws://c/d")]
    public void Any_other_form_of_target_is_answered_with_400__RFC9112_3_2(string target) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text($"GET {target} HTTP/1.1")));

    [Theory]
    [InlineData("/echo#part")]
    [InlineData("ws://localhost/echo#part")]
    public void A_fragment_MUST_NOT_be_used__RFC6455_3(string target) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text($"GET {target} HTTP/1.1")));

    [Fact]
    public void A_request_without_Host_MUST_be_answered_with_400__RFC9112_3_2() =>
        Assert.Equal(400, Refused(UpgradeRequest.Without("Host")));

    [Theory]
    [InlineData("localhost")]
    [InlineData("other")]
    public void A_request_with_two_Hosts_MUST_be_answered_with_400__RFC9112_3_2(string second) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text(more: $"host: {second}\r\n")));

    [Theory]
    [InlineData("a b")]
    [InlineData("a, b")]
    [InlineData("a/b")]
    [InlineData("user@a")]
    [InlineData("a:b")]
    [InlineData("a:80:80")]
    [InlineData("a?b")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("a%zz")]
    [InlineData("[zz]")]
    [InlineData("[]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[::1%eth0]")]
    [InlineData("[fe80::1%25]")]
    [InlineData("[v1.]")]
    [InlineData("[vg.a]")]
    public void A_Host_with_an_invalid_value_MUST_be_answered_with_400__RFC9112_3_2(string value) =>
        Assert.Equal(400, Refused(UpgradeRequest.With("Host", value)));

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("push.example.org")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:8080")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("[v1.a:b]")]
    [InlineData("my_service")]
    [InlineData("xn--bcher-kva.example:")]
    [InlineData("caf%C3%A9.example")]
    [InlineData("")]
    public void A_Host_is_a_name_or_an_address_and_perhaps_a_port__RFC9110_7_2(string value) =>
        Assert.Equal(value, Accepted(UpgradeRequest.With("Host", value)).Host);

    [Theory]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("Content-Length: 99999999999999999999999\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public void A_body_is_refused_so_that_it_is_never_taken_for_frames__RFC9110_9_3_1(string headers) =>
        Assert.Equal(413, Refused(UpgradeRequest.Text(more: headers)));

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+0")]
    [InlineData("0x0")]
    [InlineData("0, 0")]
    [InlineData("0, 5")]
    [InlineData("0,")]
    [InlineData("0\r\nContent-Length: 0")]
    [InlineData("0\r\nContent-Length: 5")]
    public void A_Content_Length_that_is_not_one_number_MUST_be_answered_with_400__RFC9112_6_3(string value) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text(more: $"Content-Length: {value}\r\n")));

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip, chunked")]
    [InlineData("xchunked")]
    public void A_transfer_coding_that_is_not_known_is_answered_with_501__RFC9112_6_1(string value) =>
        Assert.Equal(501, Refused(UpgradeRequest.Text(more: $"Transfer-Encoding: {value}\r\n")));

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n")]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n")]
    [InlineData("Transfer-Encoding:\r\n")]
    public void Content_that_two_parties_could_read_differently_is_answered_with_400__RFC9112_6_1(string headers) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text(more: headers)));

    [Theory]
    [InlineData("0")]
    [InlineData("00")]
    public void A_content_length_of_0_is_no_body(string value) =>
        Assert.NotNull(Accepted(UpgradeRequest.Text(more: $"Content-Length: {value}\r\n")));

    [Theory]
    [InlineData("/%65cho", "/echo")]
    [InlineData("/%74opics/%6E%7e", "/topics/n~")]
    [InlineData("/topics/a%2fb%zz%4", "/topics/a%2fb%zz%4")]
    [InlineData("http://localhost/%65cho", "/echo")]
    public void Equivalent_paths_are_one_path__RFC9110_4_2_3(string target, string path) =>
        Assert.Equal(path, Accepted(UpgradeRequest.Text($"GET {target} HTTP/1.1")).Path);

    [Theory]
    [InlineData("/topics/../echo")]
    [InlineData("/topics/%2e%2E")]
    [InlineData("/./echo")]
    [InlineData("/..")]
    public void Dot_segments_that_a_proxy_might_resolve_differently_are_answered_with_400__RFC3986_6_2_2(string path) =>
        Assert.Equal(400, Refused(UpgradeRequest.Text($"GET {path} HTTP/1.1")));

    [Theory]
    [InlineData("GET /echo HTTP/1.0", 426)]
    [InlineData("GET /echo HTTP/0.9", 505)]
    [InlineData("GET /echo HTTP/2.0", 505)]
    [InlineData("PRI * HTTP/2.0", 505)]
    public void Another_HTTP_version_is_refused__RFC6455_4_2_1(string line, int status) =>
        Assert.Equal(status, Refused(UpgradeRequest.Text(line)));

    [Theory]
    [InlineData("POST")]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    [InlineData("get")]
    public void Another_method_is_answered_with_405__RFC6455_4_2_1(string method) =>
        Assert.Equal(405, Refused(UpgradeRequest.Text($"{method} /echo HTTP/1.1")));

    [Fact]
    public void HEAD_opens_no_WebSocket_and_is_told_what_GET_would_be_without_content__RFC9110_9_3_2()
    {
        var conversation = new Conversation().Receive(UpgradeRequest.Text("HEAD /echo HTTP/1.1"));

        Assert.Equal(426, conversation.Refusal!.Status);
        Assert.Contains("Content-Length: ", conversation.SentText, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", conversation.SentText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD /a b c\r\n\r\n")]
    [InlineData("\r\nHEAD / HTTP/2.0\r\nHost: a\r\n\r\n")]
    public void HEAD_is_answered_without_content_also_where_the_request_is_malformed__RFC9110_9_3_2(string text) =>
        Assert.EndsWith("\r\n\r\n", new Conversation().Receive(text).SentText, StringComparison.Ordinal);

    [Theory]
    [InlineData("chat, superchat", new[] { "chat", "superchat" })]
    [InlineData("chat", new[] { "chat" })]
    [InlineData(",chat,,superchat,", new[] { "chat", "superchat" })]
    public void Subprotocols_are_told_in_the_clients_order__RFC6455_4_2_1(string value, string[] expected) =>
        Assert.Equal(expected, Accepted(UpgradeRequest.With("Sec-WebSocket-Protocol", value)).Subprotocols);

    [Theory]
    [InlineData("chat, chat")]
    [InlineData("ch@t")]
    [InlineData("chat room")]
    public void Subprotocols_MUST_be_unique_tokens__RFC6455_4_1(string value) =>
        Assert.Equal(400, Refused(UpgradeRequest.With("Sec-WebSocket-Protocol", value)));

    [Fact]
    public void Origin_and_credentials_are_told_as_they_were_sent()
    {
        var request = Accepted(UpgradeRequest.Text(more: "Origin: https://a.example\r\nAuthorization: Bearer abc\r\n"));

        Assert.Equal(("https://a.example", "Bearer abc"), (request.Origin, request.Authorization));
    }

    private static HandshakeRequest Accepted(string text)
    {
        var conversation = new Conversation().Receive(text);
        Assert.True(conversation.Request is not null, conversation.SentText);
        return conversation.Request!;
    }

    private static int? Refused(string text) => new Conversation().Receive(text).Refusal?.Status;
}
