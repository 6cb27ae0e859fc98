using System.Net.Sockets;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// System calls on a connected, non-blocking TCP socket. A descriptor is only a number: its holder must know that it is still valid.
/// </summary>
internal readonly record struct Descriptor(int Number)
{
    /// <summary>A peer that is gone is an error for us, and no signal that ends the process.</summary>
    private const int NoSignal = 0x4000;

    private const int Peek = 2;
    private const int ShutDownWriting = 1;
    private const int SocketLevel = 1;
    private const int Linger = 13;

    // struct linger { int l_onoff; int l_linger; }
    private static readonly int[] NoLinger = [1, 0];

    /// <returns>Bytes taken; 0 at the end of the stream, or where there is an error.</returns>
    public int Receive(Span<byte> buffer, out SocketError error)
    {
        nint bytes;
        do
            bytes = LinuxCalls.Receive(Number, buffer, buffer.Length, flags: 0);
        while (bytes < 0 && Errno.Last == Errno.Interrupted);

        error = ErrorOf(bytes);
        return (int)Math.Max(bytes, 0);
    }

    /// <summary>True if bytes, the end of the stream or an error can be received.</summary>
    public bool HasArrived()
    {
        Span<byte> first = stackalloc byte[1];
        return LinuxCalls.Receive(Number, first, first.Length, Peek) >= 0
            || Errno.ToSocketError(Errno.Last) is not (SocketError.WouldBlock or SocketError.Interrupted);
    }

    /// <summary>The kernel's report on the peer; null if it gives none.</summary>
    public TcpReport? Report()
    {
        Span<byte> info = stackalloc byte[TcpReport.InfoBytes];
        var length = info.Length;
        return LinuxCalls.GetOption(Number, LinuxTcp.Level, LinuxTcp.Info, info, ref length) == 0
            ? TcpReport.Parse(info[..length])
            : null;
    }

    /// <returns>Bytes that the kernel took: not always all, and none where there is an error.</returns>
    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        nint sent;
        do
            sent = LinuxCalls.Send(Number, bytes, bytes.Length, NoSignal);
        while (sent < 0 && Errno.Last == Errno.Interrupted);

        error = ErrorOf(sent);
        return (int)Math.Max(sent, 0);
    }

    /// <summary>Ends the sending side. Does nothing if the peer is gone.</summary>
    public void EndSending() => _ = LinuxCalls.ShutDown(Number, ShutDownWriting);

    /// <summary>Turns the coming close into a reset, and lets the kernel drop what it still holds for this peer.</summary>
    public void ResetWhenClosed() => _ = LinuxCalls.SetOption(Number, SocketLevel, Linger, NoLinger, 2 * sizeof(int));

    // close(2): never again after an error, because the number is free even then.
    public void Close() => _ = LinuxCalls.Close(Number);

    private static SocketError ErrorOf(nint result) => result < 0 ? Errno.ToSocketError(Errno.Last) : SocketError.Success;
}
