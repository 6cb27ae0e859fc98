using System.Net.Sockets;

namespace WsActors.Actors.Transport;

/// <summary>The outcome of a receive.</summary>
public enum ReceiveStatus : byte
{
    /// <summary>Bytes arrived.</summary>
    Received,

    /// <summary>Nothing has arrived yet; the owner awaits readability.</summary>
    Empty,

    /// <summary>The peer ended its side.</summary>
    Ended,

    /// <summary>The stream is broken.</summary>
    Failed,
}

/// <summary>The result of <see cref="IConnectionTransport.Receive"/>.</summary>
public readonly record struct ReceiveResult(ReceiveStatus Status, int Bytes, SocketError Error)
{
    public static readonly ReceiveResult Empty = new(ReceiveStatus.Empty, 0, SocketError.Success);
    public static readonly ReceiveResult Ended = new(ReceiveStatus.Ended, 0, SocketError.Success);

    public static ReceiveResult Received(int bytes) => new(ReceiveStatus.Received, bytes, SocketError.Success);

    public static ReceiveResult Failed(SocketError error) => new(ReceiveStatus.Failed, 0, error);
}
