using System.Buffers;
using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>Requests without an upgrade: which are taken for pushes over plain HTTP, and what a session does with them.</summary>
public sealed class RespondingTests
{
    private readonly ServerSession _session = new(new SessionLimits());
    private readonly ArrayBufferWriter<byte> _replies = new();

    [Theory]
    [InlineData("Accept: text/event-stream")]
    [InlineData("Accept: text/html, text/event-stream;q=0.9")]
    [InlineData("accept: TEXT/EVENT-STREAM")]
    public void Request_that_accepts_an_event_stream_asks_for_one(string header) =>
        Assert.Equal(RequestKind.EventStream, Read("/topics/news", header)!.Form);

    [Fact]
    public void Request_with_poll_in_its_query_asks_for_a_poll() => Assert.Equal(RequestKind.Poll, Read("/topics/news?poll=true", "Accept: */*")!.Form);

    [Fact]
    public void Last_event_id_is_read() => Assert.Equal("41", Read("/topics/news", "Accept: text/event-stream\r\nLast-Event-ID: 41")!.LastEventId);

    [Theory]
    [InlineData("/topics/news", "Accept: text/html")]
    [InlineData("/topics/news?poll=yes", "Accept: */*")]
    public void Any_other_request_is_told_to_upgrade(string target, string header)
    {
        Assert.Null(Read(target, header));
        Assert.StartsWith("HTTP/1.1 426", Encoding.ASCII.GetString(_replies.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Upgrade_counts_for_more_than_what_is_accepted() => Assert.Equal(
        RequestKind.WebSocket,
        Read(UpgradeRequest.To("/topics/news", "Accept: text/event-stream\r\n"))!.Form);

    [Fact]
    public void Old_HTTP_is_served_and_marked_because_it_knows_no_chunks__RFC9112_6_1()
    {
        var request = Read("/topics/news", "Accept: text/event-stream", version: "HTTP/1.0")!;

        Assert.Equal((RequestKind.EventStream, true), (request.Form, request.IsOldHttp));
    }

    [Fact]
    public void Old_HTTP_need_not_name_a_host__RFC9112_3_2()
    {
        Span<byte> bytes = "GET /topics/news?poll=true HTTP/1.0\r\n\r\n"u8.ToArray();

        Assert.True(_session.TryAdvance(ref bytes, _replies, out var happened));
        Assert.Equal((RequestKind.Poll, ""), (happened.Request!.Form, happened.Request.Host));
    }

    [Theory]
    [InlineData("/topics/news")]
    [InlineData("*")]
    public void OPTIONS_asks_what_a_page_of_another_origin_may_do__RFC9110_9_3_7(string target)
    {
        Span<byte> bytes = Encoding.ASCII.GetBytes($"OPTIONS {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.True(_session.TryAdvance(ref bytes, _replies, out var happened));
        Assert.Equal(RequestKind.Preflight, happened.Request!.Form);
    }

    [Fact]
    public void What_the_peer_says_during_the_answer_is_thrown_away()
    {
        Read("/topics/news", "Accept: text/event-stream");
        _session.HandOver();
        Span<byte> more = "GET / HTTP/1.1\r\n"u8.ToArray();

        Assert.False(_session.TryAdvance(ref more, _replies, out _));
        Assert.True(more.IsEmpty);
        Assert.Equal(0, _replies.WrittenCount);
    }

    [Fact]
    public void Request_that_is_handed_over_leaves_the_session_nothing_to_do()
    {
        Read("/topics/news", "Accept: text/event-stream");
        _session.HandOver();

        Assert.True(_session.State.IsOver());
    }

    private HandshakeRequest? Read(string target, string headers, string version = "HTTP/1.1") =>
        Read($"GET {target} {version}\r\nHost: localhost\r\n{headers}\r\n\r\n");

    private HandshakeRequest? Read(string request)
    {
        Span<byte> bytes = Encoding.ASCII.GetBytes(request);
        Assert.True(_session.TryAdvance(ref bytes, _replies, out var happened));
        return happened.Request;
    }
}
