using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>Lets an observer read the client's frames.</summary>
public sealed partial class ServerSession
{
    /// <summary>True if messages of the client may refer to earlier ones (RFC 7692 §7.1.1.2), so that they cannot be inflated alone.</summary>
    public bool ClientKeepsContext => _rules.KeptWindowBits > 0;

    /// <summary>Returns a tap for the bytes that come from the client from now on.</summary>
    /// <param name="payloadBytes">The first bytes of each payload that the tap keeps; 0 or more.</param>
    public FrameTap TapClient(int payloadBytes)
    {
        var tap = new FrameTap(payloadBytes);
        _reader?.Place(tap);
        return tap;
    }
}
