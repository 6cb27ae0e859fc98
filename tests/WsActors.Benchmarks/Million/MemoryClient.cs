using System.Net;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Transport;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Testing;

namespace WsActors.Benchmarks.Million;

/// <summary>
/// A transport with a client behind it, in as few bytes as can be: it shakes hands, subscribes, answers pings and counts.
/// All of it happens in the turns of the connection that owns the transport.
/// </summary>
internal sealed class MemoryClient(MemoryClients clients, bool wantsSome) : IConnectionTransport
{
    private MemoryPeer _peer = MemoryPeer.Sending(MemoryClients.Handshake);
    private bool _isOpen;

    public EndPoint? RemoteEndPoint => null;

    public void Attach(IActorRef owner) => _peer.Attach(owner);

    public void AwaitReadable() => _peer.AwaitReadable();

    public ReceiveResult Receive(Memory<byte> buffer) => _peer.Receive(buffer);

    public SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        var frames = bytes.Span;
        if (!_isOpen)
            frames = Open(frames);
        while (frames.Length > 0)
            frames = ReadFrame(frames);
        return SendStatus.Sent;
    }

    public void EndSending() => clients.Ends.Add();

    public void Abort() => clients.Ends.Add();

    public void Dispose()
    {
    }

    private ReadOnlySpan<byte> Open(ReadOnlySpan<byte> answer)
    {
        if (!answer.StartsWith("HTTP/1.1 101"u8))
            throw new InvalidOperationException($"the handshake was answered with {Encoding.Latin1.GetString(answer)}");

        _isOpen = true;
        _peer.Say(wantsSome ? MemoryClients.SubscribeToBoth : MemoryClients.SubscribeToAll);
        return answer[(answer.IndexOf("\r\n\r\n"u8) + 4)..];
    }

    private ReadOnlySpan<byte> ReadFrame(ReadOnlySpan<byte> frames)
    {
        if (!ServerFrameHeader.TryRead(frames, out var header))
            throw new InvalidOperationException("a send ended inside a frame");

        OnFrame(header.Opcode, frames[header.HeaderBytes..header.FrameBytes]);
        return frames[header.FrameBytes..];
    }

    private void OnFrame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case Opcode.Text when payload.IndexOf("\"all\""u8) >= 0: clients.All.Add(); break;
            case Opcode.Text when payload.IndexOf("\"some\""u8) >= 0: clients.Some.Add(); break;
            case Opcode.Close: clients.Ends.Add(); break;
            case Opcode.Ping:
                _peer.Say([0x8A, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
                clients.Pongs.Add();
                break;
        }
    }
}
