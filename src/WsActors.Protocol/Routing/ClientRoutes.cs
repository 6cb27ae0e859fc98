using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary>Decides by path and subprotocol what a connection is to be.</summary>
public static class ClientRoutes
{
    private const string TopicsPath = "/topics/";
    private const string EchoPath = "/echo";

    /// <summary>The route of a request, or null and the refusal.</summary>
    public static ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var route = ResolvePath(request, out refusal);
        if (route is not null)
            route = route with { IsResuming = route.Since is not null || request.QueryParameter("resume") is "true" or "1" };
        return request.QueryParameter("keepalive") switch
        {
            null => route,
            "message" => route is null ? null : route with { KeepAliveMessages = true },
            _ => Refuse(refusal ?? HandshakeRefusals.InvalidKeepAlive, out refusal),
        };
    }

    /// <summary>The client protocol of a WebSocket at this path, in which a refusal is written; null if the path has none.</summary>
    internal static IClientProtocol? ProtocolAt(string path, IReadOnlyList<string> subprotocols) => path switch
    {
        EchoPath => EchoProtocol.Instance,
        _ when path.StartsWith(TopicsPath, StringComparison.Ordinal) => PlainProtocol.Instance,
        _ when subprotocols.Contains(JsonProtocol.Subprotocol) => JsonProtocol.Instance,
        "/" or "/connect" when subprotocols.All(Subprotocols.IsCredential) => JsonProtocol.Instance,
        _ => null,
    };

    private static ConnectionRoute? ResolvePath(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        return request.Path switch
        {
            _ when request.Form != RequestKind.WebSocket && !request.Path.StartsWith(TopicsPath, StringComparison.Ordinal) =>
                Refuse(HandshakeRefusals.OnlyTopicsWithoutUpgrade, out refusal),
            "/" or "/connect" => ResolveJson(request, out refusal),
            EchoPath => new ConnectionRoute(EchoProtocol.Instance, SelectPlain(request)),
            _ when request.Path.StartsWith(TopicsPath, StringComparison.Ordinal) => ResolveTopic(request, out refusal),
            _ => Refuse(HandshakeRefusals.NotFound, out refusal),
        };
    }

    // A client that offers nothing speaks the only protocol there is; one that offers others only would not understand it.
    private static ConnectionRoute? ResolveJson(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        if (request.Subprotocols.Contains(JsonProtocol.Subprotocol))
            return new ConnectionRoute(JsonProtocol.Instance, JsonProtocol.Subprotocol);

        return request.Subprotocols.All(Subprotocols.IsCredential)
            ? new ConnectionRoute(JsonProtocol.Instance)
            : Refuse(HandshakeRefusals.UnknownSubprotocol(JsonProtocol.Subprotocol), out refusal);
    }

    // The path says what is spoken, so any name will do: a browser fails the connection if none of its names is selected.
    private static string? SelectPlain(HandshakeRequest request) => Subprotocols.Select(request.Subprotocols, PlainProtocol.Subprotocol);

    private static ConnectionRoute? ResolveTopic(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var segment = request.Path[TopicsPath.Length..];
        if (segment.Length == 0 || segment.Contains('/', StringComparison.Ordinal))
            return Refuse(HandshakeRefusals.NotFound, out refusal);
        if (!PathSegment.TryDecode(segment, out var name))
            return Refuse(HandshakeRefusals.InvalidTopic("the topic in the path is not percent-encoded UTF-8"), out refusal);
        if (!TopicName.TryParse(name, out var topic, out var fault))
            return Refuse(HandshakeRefusals.InvalidTopic(fault), out refusal);

        return TryReadSince(request, out var since, out refusal)
            ? new ConnectionRoute(ProtocolOf(request, since), SelectPlain(request), topic, since)
            : null;
    }

    private static IClientProtocol ProtocolOf(HandshakeRequest request, SinceRequest? since) => request.Form switch
    {
        RequestKind.EventStream when request.IsOldHttp => OldEventStreamProtocol.Instance,
        RequestKind.EventStream => EventStreamProtocol.Instance,
        RequestKind.Poll => since is null ? PollProtocol.Instance : PollProtocol.Resuming,
        _ => PlainProtocol.Instance,
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
            refusal = HandshakeRefusals.InvalidSince($"{name} is wrong: {fault}");
        else if (lastEventId is null && epoch is not null && epoch != since.Epoch)
            refusal = HandshakeRefusals.InvalidSince("since and epoch name different epochs: leave epoch out");
        return refusal is null;
    }

    private static ConnectionRoute? Refuse(HandshakeRefusal refused, out HandshakeRefusal? refusal)
    {
        refusal = refused;
        return null;
    }
}
