namespace WsActors.Actors.Access;

/// <summary>
/// Decides who may come in. It is called in a connection's turn, so it returns at once and answers by the admission's own
/// methods, later and on whatever thread it likes. One step may pass an admission on to the next, with what it has found out.
/// </summary>
public interface IAccess
{
    /// <summary>Admits or denies in the end; the handshake's timeout bounds how late that may be.</summary>
    void Decide(ConnectRequest request);

    /// <summary>Accepts or refuses a new token of a client that is in.</summary>
    void Refresh(RefreshRequest refresh) => refresh.Refuse("no tokens are taken here");
}
