using System.Buffers;
using System.Net;
using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Testing.Fuzzing;

/// <summary>A request head from its bytes to the route and the answer: what is read is legal, and so is what is written.</summary>
internal static class RequestFuzz
{
    private static readonly HandshakeLimits Limits = new() { MaxRequestBytes = 1024, MaxHeaders = 20 };

    private static readonly Forwarding Proxies =
        new(new TrustedNetworks([IPNetwork.Parse("127.0.0.0/8")]), ForwardingHeader.XForwardedFor);

    public static void Feed(ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var status = RequestReader.Read(bytes, Limits, out var http, out var consumed, out var refusal);
        switch (status)
        {
            case ReadStatus.Complete:
                Invariant.Expect(consumed <= Math.Min(bytes.Length, Limits.MaxRequestBytes), "more was read than came");
                ExpectUnfinished(bytes[..(consumed - 1)]);
                Judge(http!);
                break;
            case ReadStatus.Refused:
                ExpectOneHead(refusal!);
                break;
            default:
                Invariant.Expect(bytes.Length <= Limits.MaxRequestBytes, "it waits for more than may come");
                break;
        }

        Invariant.ExpectBounded(before, bytes.Length, bytesEach: 64);
    }

    private static void ExpectUnfinished(ReadOnlySpan<byte> front)
    {
        var status = RequestReader.Read(front, Limits, out _, out _, out _);
        Invariant.Expect(status == ReadStatus.NeedMore, $"without its last byte the head is {status}");
    }

    private static void Judge(HttpRequest http)
    {
        if (!UpgradeRules.Judge(http, out var request, out var refusal))
        {
            ExpectOneHead(refusal!);
            return;
        }

        Proxies.TryFollow(request!, IPAddress.Loopback, out _, out _);
        var route = TestRoutes.Standard.Resolve(request!, out var noRoute);
        if (route is null)
            ExpectOneHead(noRoute!);
        else if (request!.Form == RequestKind.WebSocket)
            ExpectOneHead(request, route.Subprotocol);
        if (route?.Topic is { } topic)
            Invariant.Expect(TopicName.TryParse(topic.Value, out _, out _), "the topic's name is not legal");
    }

    private static void ExpectOneHead(HandshakeRequest request, string? subprotocol)
    {
        var answer = new ArrayBufferWriter<byte>();
        var agreement = DeflateNegotiation.Negotiate(request.Extensions, mayServerKeepContext: true, mayClientKeepContext: true);
        HandshakeResponse.WriteAccepted(answer, request.Key, subprotocol, agreement?.HeaderValue);
        var text = Encoding.Latin1.GetString(answer.WrittenSpan);
        Invariant.Expect(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) == text.Length - 4, "the peer has written into our answer");
    }

    private static void ExpectOneHead(HandshakeRefusal refusal)
    {
        var answer = new ArrayBufferWriter<byte>();
        HandshakeResponse.WriteRefused(answer, refusal);
        var text = Encoding.Latin1.GetString(answer.WrittenSpan);
        var parts = text.Split("\r\n\r\n");
        Invariant.Expect(parts.Length == 2 && !parts[1].TrimEnd('\n').Contains('\n', StringComparison.Ordinal), "the peer has written into our answer");
    }
}
