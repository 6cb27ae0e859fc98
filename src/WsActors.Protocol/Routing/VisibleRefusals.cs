using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Protocol.Routing;

/// <summary>
/// Turns a refusal into a connection that is opened only to be closed with a code and a reason, for clients that see no HTTP
/// status. Immutable: one instance serves all connections.
/// </summary>
/// <param name="audience">Who is refused this way.</param>
/// <param name="pathBase">The path under which the listener is shown.</param>
public sealed class VisibleRefusals(CloseCodeAudience audience, PathPrefix pathBase)
{
    /// <summary>Returns the answer in place of the HTTP status; null if the status is to be sent.</summary>
    /// <param name="request">A request that breaks no rule of HTTP or of RFC 6455.</param>
    /// <param name="refusal">Why it is refused.</param>
    public RefusalByClose? Of(HandshakeRequest request, HandshakeRefusal refusal)
    {
        if (!IsMeant(request) || RefusalCloseCodes.Of(refusal) is not { } code)
            return null;

        var subprotocol = Subprotocols.Select(request.Subprotocols, JsonProtocol.Subprotocol);
        return new RefusalByClose(subprotocol, FramesOf(request, refusal), code, refusal.Message);
    }

    private bool IsMeant(HandshakeRequest request) => request.Form == RequestKind.WebSocket && audience switch
    {
        CloseCodeAudience.Browsers => request.Origin is not null,
        CloseCodeAudience.All => true,
        _ => false,
    };

    // Plain mode and /echo have no messages for errors: there, the close frame says it all.
    private byte[] FramesOf(HandshakeRequest request, HandshakeRefusal refusal)
    {
        var path = pathBase.TryStrip(request.Path, out var rest) ? rest : request.Path;
        if (ClientRoutes.ProtocolAt(path, request.Subprotocols) is not { } protocol)
            return [];

        var error = protocol.Write(new ServerEvent.Error(Id: null, refusal.Name, refusal.Message));
        var goodbye = refusal.RetryAfter is { } wait ? protocol.Write(new ServerEvent.Goodbye(refusal.Name, wait)) : null;
        return [.. error ?? [], .. goodbye ?? []];
    }
}
