using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Clients;

/// <summary>
/// Maps the HTTP status of a refused WebSocket request to the close code for clients that see no status: a browser shows its page
/// 1006 without a reason, whatever the status was.
/// </summary>
public static class RefusalCloseCodes
{
    /// <summary>The close code; null for refusals that stay plain HTTP: malformed requests, and overload, where 101 would cost more.</summary>
    public static CloseCode? Of(HandshakeRefusal refusal) => refusal.Status switch
    {
        400 when refusal.Name == HandshakeRefusals.UnknownSubprotocolName => CloseCode.UnknownSubprotocol,
        400 when refusal.Name == HandshakeRefusals.ConnectExpectedName => CloseCode.ConnectExpected,
        400 => CloseCode.InvalidRequest,
        401 => CloseCode.Unauthorized,
        403 => CloseCode.Forbidden,
        404 => CloseCode.NotFound,
        429 => CloseCode.TooManyRequests,
        _ => null,
    };

    /// <summary>The close code of a refusal of in-band credentials, when it is too late for an HTTP status.</summary>
    public static CloseCode InBand(IClientProtocol protocol, HandshakeRefusal refusal) =>
        protocol.CloseCodeOf(refusal) ?? protocol.CloseCodeOf(InPlaceOfStatus(refusal));

    private static CloseCode InPlaceOfStatus(HandshakeRefusal refusal) => refusal switch
    {
        { Status: 408 } => CloseCode.ConnectTimeout,
        { Name: HandshakeRefusals.DrainingName } => CloseCode.GoingAway,
        _ => CloseCode.TryAgainLater,
    };
}
