using System.Buffers;
using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class HandshakeResponseTests
{
    [Fact]
    public void A_refusal_tells_its_name_and_what_is_wrong_and_ends_the_connection()
    {
        var answer = Refused(RouteRefusals.NotFound("/connect"));

        Assert.StartsWith("HTTP/1.1 404 Not Found\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n404 not_found: there is nothing here", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_length_is_the_bodys_bytes__RFC9110_8_6()
    {
        var answer = Refused(HandshakeRefusals.Malformed("caf\u00e9"));
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Method_not_allowed_MUST_name_the_methods_that_are__RFC9110_15_5_6() =>
        Assert.Contains("Allow: GET, HEAD, OPTIONS\r\n", Refused(HandshakeRefusals.MethodNotAllowed), StringComparison.Ordinal);

    [Fact]
    public void Upgrade_required_MUST_name_the_protocol__RFC9110_15_5_22() =>
        Assert.Contains("Upgrade: websocket\r\n", Refused(HandshakeRefusals.UpgradeRequired), StringComparison.Ordinal);

    [Fact]
    public void A_sender_of_Upgrade_MUST_also_send_it_as_a_connection_option__RFC9110_7_8() =>
        Assert.Contains("Connection: Upgrade, close\r\n", Refused(HandshakeRefusals.UpgradeRequired), StringComparison.Ordinal);

    [Fact]
    public void Retry_after_is_in_whole_seconds_rounded_up__RFC9110_10_2_3() => Assert.Contains(
        "Retry-After: 2\r\n", Refused(HandshakeRefusals.Draining(TimeSpan.FromSeconds(1.2))), StringComparison.Ordinal);

    [Fact]
    public void Every_refusal_has_a_reason_phrase_of_its_own()
    {
        foreach (var status in new[] { 400, 401, 403, 404, 405, 408, 413, 426, 429, 431, 501, 503, 505 })
            Assert.DoesNotContain(" Refused\r\n", Refused(new HandshakeRefusal(status, "x", "y")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_another_origin_may_read_a_refusal_and_when_to_come_back()
    {
        var answer = Refused(HandshakeRefusals.TooManyOfUser(1));

        Assert.Contains("Access-Control-Allow-Origin: *\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Access-Control-Expose-Headers: Retry-After, WWW-Authenticate\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_whose_origin_is_refused_may_not_read_it() =>
        Assert.DoesNotContain("Access-Control", Refused(HandshakeRefusals.OriginNotAllowed("https://a.example")), StringComparison.Ordinal);

    [Fact]
    public void Every_answer_has_the_date_of_the_host__RFC9110_6_6_1()
    {
        var now = new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);
        var date = new DateHeader(() => now);
        var output = new ArrayBufferWriter<byte>();
        HandshakeResponse.WriteRefused(output, RouteRefusals.NotFound("/connect"), date);
        now += TimeSpan.FromSeconds(1);
        HandshakeResponse.WriteAccepted(output, "dGhlIHNhbXBsZSBub25jZQ==", subprotocol: null, extension: null, date);

        var answers = Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Contains("404 Not Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n", answers, StringComparison.Ordinal);
        Assert.Contains("\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\n", answers, StringComparison.Ordinal);
        Assert.StartsWith(
            "HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:38 GMT\r\nAllow: ",
            Encoding.UTF8.GetString(date.AddedTo(PreflightResponse.Text)),
            StringComparison.Ordinal);
    }

    private static string Refused(HandshakeRefusal refusal)
    {
        var output = new ArrayBufferWriter<byte>();
        HandshakeResponse.WriteRefused(output, refusal);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
