namespace WsActors.Client.Transport;

/// <summary>A WebSocket.</summary>
internal interface ISocket
{
    /// <summary>Sends a text message after those before it.</summary>
    void Send(ReadOnlyMemory<byte> message);

    /// <summary>Closes with 1000, after what was sent.</summary>
    void Close();

    /// <summary>Drops the connection or the attempt at once.</summary>
    void Abandon();
}
