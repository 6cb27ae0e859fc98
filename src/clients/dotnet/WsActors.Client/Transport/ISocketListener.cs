using WsActors.Client.Core;

namespace WsActors.Client.Transport;

/// <summary>The owner of a WebSocket.</summary>
internal interface ISocketListener
{
    void OnMessage(ReadOnlySpan<byte> utf8);

    /// <summary>Learns of the end, once.</summary>
    void OnClosed(SocketEnd end);
}
