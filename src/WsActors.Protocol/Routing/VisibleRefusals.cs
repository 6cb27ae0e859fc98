using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Protocol.Routing;

/// <summary>
/// Turns a refusal into a connection that is opened only to be closed with a code and a reason, for clients that see no HTTP
/// status. Immutable: one instance serves all connections.
/// </summary>
/// <param name="recipients">The clients that are refused this way, whichever protocol they speak.</param>
/// <param name="routes">Tell which protocol a refused client speaks.</param>
public sealed class VisibleRefusals(CloseCodeRecipients recipients, RouteTable routes)
{
    /// <summary>Returns the answer in place of the HTTP status; null if the status is to be sent.</summary>
    /// <param name="request">A request that breaks no rule of HTTP or of RFC 6455.</param>
    /// <param name="refusal">The refusal.</param>
    public RefusalByClose? Of(HandshakeRequest request, HandshakeRefusal refusal)
    {
        if (request.Form != RequestKind.WebSocket)
            return null;

        var protocol = routes.ProtocolOf(request);
        if (!IsMeant(request, protocol) || CodeOf(protocol, refusal) is not { } code)
            return null;

        return new RefusalByClose(
            routes.SubprotocolOf(request, protocol), FramesOf(protocol, refusal), code, refusal.Message);
    }

    private bool IsMeant(HandshakeRequest request, IClientProtocol? protocol) => recipients switch
    {
        _ when protocol is not null && protocol.Traits.HasFlag(ProtocolTraits.RefusedByCloseCode) => true,
        CloseCodeRecipients.Browsers => request.Origin is not null,
        CloseCodeRecipients.All => true,
        _ => false,
    };

    private static CloseCode? CodeOf(IClientProtocol? protocol, HandshakeRefusal refusal) =>
        protocol is null ? RefusalCloseCodes.Of(refusal) : protocol.CloseCodeOf(refusal);

    // Plain mode and /echo cannot express errors: there, the close frame is all.
    private static byte[] FramesOf(IClientProtocol? protocol, HandshakeRefusal refusal)
    {
        if (protocol is null)
            return [];

        var encoding = new ClientEncoding(protocol, WebSocketCarrier.Instance);
        var error = encoding.Encode(new ServerEvent.Error(Id: null, refusal.Name, refusal.Message));
        var goodbye = refusal.RetryAfter is { } wait ? encoding.Encode(new ServerEvent.Goodbye(refusal.Name, wait)) : null;
        return [.. error ?? [], .. goodbye ?? []];
    }
}
