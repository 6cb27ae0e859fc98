using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WsActors.LoadTest.Network;

/// <summary>A TCP socket by its descriptor. Nothing waits: what the kernel cannot do now is told.</summary>
internal readonly record struct ClientSocket(int Descriptor)
{
    /// <summary>Begins a connection; writable means that it is decided.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="source">The address to come from; null: the kernel's choice.</param>
    /// <param name="receiveBuffer">Bytes of the kernel's buffer for it; 0: the kernel's choice.</param>
    /// <param name="error">The system's error number if it failed at once.</param>
    public static ClientSocket? Connect(IPEndPoint target, IPEndPoint? source, int receiveBuffer, out int error)
    {
        var family = target.AddressFamily == AddressFamily.InterNetworkV6 ? 10 : 2;
        var socket = new ClientSocket(LinuxCalls.Socket(family, LinuxCalls.StreamNonBlocking, 0));
        if (socket.Descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        socket.Set(LinuxCalls.TcpProtocol, LinuxCalls.TcpNoDelay, 1);
        if (receiveBuffer > 0)
            socket.Set(LinuxCalls.SolSocket, LinuxCalls.SoReceiveBuffer, receiveBuffer);

        error = socket.Begin(target, source);
        if (error == 0)
            return socket;

        socket.Close();
        return null;
    }

    /// <returns>The bytes that were there, 0 at the end of the stream, or the negative error number.</returns>
    public int Receive(Span<byte> buffer)
    {
        var received = LinuxCalls.Receive(Descriptor, buffer, buffer.Length, 0);
        return received >= 0 ? (int)received : -Marshal.GetLastPInvokeError();
    }

    /// <returns>The bytes that the kernel took, or the negative error number.</returns>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        var sent = LinuxCalls.Send(Descriptor, bytes, bytes.Length, LinuxCalls.NoSignal);
        if (sent >= 0)
            return (int)sent;

        var error = Marshal.GetLastPInvokeError();
        return error == LinuxCalls.EAgain ? 0 : -error;
    }

    /// <returns>Why the connection failed; 0: it stands.</returns>
    public int TakeError()
    {
        int error = 0, length = sizeof(int);
        return LinuxCalls.GetOption(Descriptor, LinuxCalls.SolSocket, LinuxCalls.SoError, ref error, ref length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    public void Close() => _ = LinuxCalls.Close(Descriptor);

    /// <summary>Ends with a reset instead of the polite end of the stream.</summary>
    public void Reset()
    {
        _ = LinuxCalls.SetOption(Descriptor, LinuxCalls.SolSocket, LinuxCalls.SoLinger, [1, 0], 2 * sizeof(int));
        Close();
    }

    private int Begin(IPEndPoint target, IPEndPoint? source)
    {
        if (source is not null)
        {
            // The port is chosen when the target is known: each source address then has all ports for each target.
            Set(LinuxCalls.IpProtocol, LinuxCalls.IpBindAddressNoPort, 1);
            var from = source.Serialize();
            if (LinuxCalls.Bind(Descriptor, from.Buffer.Span, from.Size) != 0)
                return Marshal.GetLastPInvokeError();
        }

        var to = target.Serialize();
        if (LinuxCalls.Connect(Descriptor, to.Buffer.Span, to.Size) == 0)
            return 0;

        var error = Marshal.GetLastPInvokeError();
        return error == LinuxCalls.EInProgress ? 0 : error;
    }

    private void Set(int level, int name, int value) => _ = LinuxCalls.SetOption(Descriptor, level, name, [value], sizeof(int));
}
