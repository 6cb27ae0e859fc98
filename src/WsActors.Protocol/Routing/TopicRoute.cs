using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary><c>/topics/{topic}</c>: one topic in plain mode, as an event stream or by long polls.</summary>
internal sealed class TopicRoute : IClientRoute
{
    public static readonly TopicRoute Instance = new();

    private const string Prefix = "/topics/";
    private const string Format = "format";
    private const string FormatJson = "json";

    public string Address => "/topics/{topic}";

    public IClientProtocol Protocol => PlainProtocol.Instance;

    public bool ServesPlainHttp => true;

    public bool Serves(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        var segment = request.Path[Prefix.Length..];
        if (segment.Length == 0 || segment.Contains('/', StringComparison.Ordinal))
            return null;
        if (!PathSegment.TryDecode(segment, out var name))
            return Refuse(RouteRefusals.InvalidTopic("the topic in the path is not percent-encoded UTF-8"), out refusal);
        if (!TopicName.TryParse(name, out var topic, out var fault))
            return Refuse(RouteRefusals.InvalidTopic(fault), out refusal);
        if (request.Form == RequestKind.EventStream && request.QueryParameter(Format) is not (null or FormatJson))
            return Refuse(RouteRefusals.InvalidFormat, out refusal);

        return TryReadSince(request, out var since, out refusal) ? RouteOf(request, topic, since) : null;
    }

    private static ConnectionRoute RouteOf(HandshakeRequest request, TopicName topic, SinceRequest? since)
    {
        var (protocol, carrier) = EncodingOf(request, since);

        // The path selects the protocol, so any name will do: a browser fails the connection if none of its names is selected.
        var subprotocol = Subprotocols.Select(request.Subprotocols, PlainProtocol.Subprotocol);
        return new ConnectionRoute(protocol, subprotocol, topic, since) { Carrier = carrier };
    }

    private static ClientEncoding EncodingOf(HandshakeRequest request, SinceRequest? since) => request.Form switch
    {
        RequestKind.EventStream => new ClientEncoding(
            request.QueryParameter(Format) == FormatJson ? EventStreamProtocol.Json : EventStreamProtocol.Instance,
            request.IsOldHttp ? EventStreamCarrier.Unchunked : EventStreamCarrier.Chunked),
        RequestKind.Poll => new ClientEncoding(since is null ? PollProtocol.Instance : PollProtocol.Resuming, LongPollCarrier.Instance),
        _ => new ClientEncoding(PlainProtocol.Instance, WebSocketCarrier.Instance),
    };

    // A browser that resumes an event stream uses the address that it began with, so its header is newer than the query. An
    // offset without an epoch is no id of ours: the epoch in the address is then the best that is known.
    private static bool TryReadSince(HandshakeRequest request, out SinceRequest? since, out HandshakeRefusal? refusal)
    {
        since = null;
        refusal = null;
        var lastEventId = request.Form == RequestKind.EventStream ? request.LastEventId : null;
        if ((lastEventId ?? request.QueryParameter("since")) is not { } text)
            return true;

        var epoch = request.QueryParameter("epoch");
        var name = lastEventId is null ? "since" : "Last-Event-ID";
        if (!SinceRequest.TryParse(text, epoch, out since, out var fault))
            refusal = RouteRefusals.InvalidSince($"{name} is wrong: {fault}");
        else if (lastEventId is null && epoch is not null && epoch != since.Epoch)
            refusal = RouteRefusals.InvalidSince("since and epoch name different epochs: leave epoch out");
        return refusal is null;
    }

    private static ConnectionRoute? Refuse(HandshakeRefusal refused, out HandshakeRefusal? refusal)
    {
        refusal = refused;
        return null;
    }
}
