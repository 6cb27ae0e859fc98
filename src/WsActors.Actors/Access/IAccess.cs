using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Access;

/// <summary>
/// Decides which clients may connect. It is called in a connection's turn, so it returns at once and answers through the request's own
/// methods, later and on any thread. One step may pass a request on to the next, with what it has found out.
/// </summary>
public interface IAccess
{
    /// <summary>The publications that the back ends which it admits may publish.</summary>
    IPublishQuota Quota => UnlimitedQuota.Instance;

    /// <summary>False for a request about which it has nothing to decide; its client is let in as anonymous, without a message.</summary>
    bool Concerns(HandshakeRequest request) => true;

    /// <summary>
    /// True if the request shows what only a page of the server itself can have, so that its origin need not be among the allowed ones.
    /// </summary>
    bool IsOfOwnPage(HandshakeRequest request) => false;

    /// <summary>Admits or denies the client, at once or later; the handshake's timeout bounds the delay.</summary>
    void Decide(ConnectRequest request);

    /// <summary>Accepts or refuses a new token of a connected client.</summary>
    void Refresh(RefreshRequest refresh) => refresh.Refuse("no tokens are taken here");
}
