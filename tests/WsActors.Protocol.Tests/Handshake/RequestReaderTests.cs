using System.Text;
using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

/// <summary>Reading a request head (RFC 9112, formerly RFC 7230), before anyone asks whether it is a WebSocket handshake.</summary>
public sealed class RequestReaderTests
{
    private static readonly HandshakeLimits Limits = new();

    [Fact]
    public void A_head_is_its_request_line_and_its_headers_in_order__RFC9112_2_1()
    {
        var request = Complete("GET /echo?a=b HTTP/1.1\r\nHost: x\r\nA: 1\r\nA: 2\r\n\r\n");

        Assert.Equal(("GET", "/echo?a=b", "HTTP/1.1"), (request.Method, request.Target, request.Version));
        Assert.Equal(["Host=x", "A=1", "A=2"], request.Headers.Select(header => $"{header.Key}={header.Value}"));
    }

    [Fact]
    public void Every_prefix_of_a_good_head_needs_more()
    {
        var head = Encoding.ASCII.GetBytes("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        for (var length = 0; length < head.Length; length++)
            Assert.Equal(ReadStatus.NeedMore, RequestReader.Read(head.AsSpan(0, length), Limits, out _, out _, out _));
    }

    [Fact]
    public void Bytes_behind_the_head_are_not_consumed()
    {
        var head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        RequestReader.Read(Encoding.ASCII.GetBytes(head + "more"), Limits, out _, out var consumed, out _);

        Assert.Equal(head.Length, consumed);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\n\r\n")]
    public void A_single_LF_may_end_a_line__RFC9112_2_2(string head) => Assert.Equal("x", Complete(head).First("Host"));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public void An_empty_line_before_the_request_line_is_ignored__RFC9112_2_2(string before) =>
        Assert.Equal("GET", Complete(before + "GET / HTTP/1.1\r\nHost: x\r\n\r\n").Method);

    [Fact]
    public void Empty_lines_without_end_are_refused() => Assert.Equal(400, Refused("\r\n\r\n\r\n"));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n")]
    [InlineData("GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHo\rst: a\r\n\r\n")]
    public void A_bare_CR_is_refused__RFC9112_2_2(string head) => Assert.Equal(400, Refused(head));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n Host: x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\tHost: x\r\n\r\n")]
    public void White_space_between_the_request_line_and_the_first_header_is_refused__RFC9112_2_2(string head) =>
        Assert.Equal(400, Refused(head));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n 2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n\t2\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n \r\n\r\n")]
    public void A_folded_line_MUST_be_rejected_with_400__RFC9112_5_2(string head) => Assert.Equal(400, Refused(head));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost\t: x\r\n\r\n")]
    public void White_space_between_name_and_colon_MUST_be_rejected_with_400__RFC9112_5_1(string head) =>
        Assert.Equal(400, Refused(head));

    [Theory]
    [InlineData("Host")]
    [InlineData(": x")]
    [InlineData("Ho st: x")]
    [InlineData("Ho(st: x")]
    [InlineData("Ho\u00e9st: x")]
    [InlineData("Ho\u0000st: x")]
    public void A_header_name_is_a_token_with_a_colon_behind_it__RFC9112_5(string line) =>
        Assert.Equal(400, Refused($"GET / HTTP/1.1\r\n{line}\r\n\r\n"));

    [Fact]
    public void White_space_around_a_value_is_not_part_of_it__RFC9112_5_1() =>
        Assert.Equal("a b", Complete("GET / HTTP/1.1\r\nHost: x\r\nA: \t a b \t\r\n\r\n").First("A"));

    [Fact]
    public void A_value_may_be_empty__RFC9110_5_5() =>
        Assert.Equal("", Complete("GET / HTTP/1.1\r\nHost: x\r\nA:\r\n\r\n").First("A"));

    [Fact]
    public void A_value_may_hold_bytes_above_127__RFC9110_5_5() =>
        Assert.Equal("\u00e9", Complete("GET / HTTP/1.1\r\nHost: x\r\nA: \u00e9\r\n\r\n").First("A"));

    [Fact]
    public void No_control_byte_but_the_tab_may_stand_in_a_value__RFC9110_5_5()
    {
        foreach (var control in Enumerable.Range(0, 0x20).Append(0x7F).Where(value => value is not ('\t' or '\n' or '\r')))
            Assert.Equal(400, Refused($"GET / HTTP/1.1\r\nHost: x\r\nA: a{(char)control}b\r\n\r\n"));
    }

    [Theory]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData("GET / HTTP/1.1 ")]
    [InlineData("GET /")]
    [InlineData("GET")]
    [InlineData("GET / http/1.1")]
    [InlineData("GET / HTTP/11")]
    [InlineData("GET / HTTP/1.10")]
    [InlineData("GET /a b HTTP/1.1")]
    [InlineData("GET /\u00e9 HTTP/1.1")]
    [InlineData("GET /\u0001 HTTP/1.1")]
    [InlineData("G(T / HTTP/1.1")]
    [InlineData(" GET / HTTP/1.1")]
    public void An_invalid_request_line_is_answered_with_400__RFC9112_3(string line) =>
        Assert.Equal(400, Refused($"{line}\r\nHost: x\r\n\r\n"));

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")]
    [InlineData("\u0081\u0085\u0000\u0000\u0000\u0000hello")]
    [InlineData("\u0000")]
    [InlineData("{\"type\":")]
    public void What_cannot_begin_a_request_is_refused_before_its_line_has_ended(string garbage) =>
        Assert.Equal(400, Refused(garbage));

    [Fact]
    public void A_head_of_exactly_the_limit_is_read()
    {
        var head = HeadOf(bytes: 200);

        Assert.Equal(ReadStatus.Complete, Read(head, new HandshakeLimits { MaxRequestBytes = 200 }, out _, out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nA: ")]
    [InlineData("GET /")]
    public void A_head_over_the_limit_is_answered_with_431_before_it_ends(string begin)
    {
        var status = Read(begin + new string('x', 200), new HandshakeLimits { MaxRequestBytes = 200 }, out _, out var refusal);

        Assert.Equal((ReadStatus.Refused, 431), (status, refusal?.Status));
    }

    [Fact]
    public void One_header_more_than_the_limit_is_answered_with_431()
    {
        var limits = new HandshakeLimits { MaxHeaders = 3 };
        var three = "GET / HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 3));

        Assert.Equal(ReadStatus.Complete, Read(three + "\r\n", limits, out _, out _));
        Read(three + "A: b\r\n\r\n", limits, out _, out var refusal);
        Assert.Equal(431, refusal?.Status);
    }

    private static string HeadOf(int bytes)
    {
        const string Begin = "GET / HTTP/1.1\r\nA: ", End = "\r\n\r\n";
        return Begin + new string('x', bytes - Begin.Length - End.Length) + End;
    }

    private static HttpRequest Complete(string head)
    {
        Assert.Equal(ReadStatus.Complete, Read(head, Limits, out var request, out _));
        return request!;
    }

    private static int? Refused(string head)
    {
        Assert.Equal(ReadStatus.Refused, Read(head, Limits, out _, out var refusal));
        return refusal!.Status;
    }

    private static ReadStatus Read(string head, HandshakeLimits limits, out HttpRequest? request, out HandshakeRefusal? refusal) =>
        RequestReader.Read(Encoding.Latin1.GetBytes(head), limits, out request, out _, out refusal);
}
