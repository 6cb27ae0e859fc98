using System.Buffers.Binary;
using System.Net;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Benchmarks.Million;

/// <summary>
/// A transport with a client behind it, in as few bytes as can be: it shakes hands, subscribes, answers pings and counts.
/// All of it happens in the turns of the connection that owns the transport.
/// </summary>
internal sealed class MemoryClient(MemoryClients clients, bool wantsSome) : IConnectionTransport
{
    private MemoryPeer _peer = MemoryPeer.Saying(MemoryClients.Handshake);
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
        var (start, length) = frames[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
            var shortLength => (2, shortLength),
        };
        OnFrame(frames[0] & 0x0F, frames.Slice(start, length));
        return frames[(start + length)..];
    }

    private void OnFrame(int opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case 0x1 when payload.IndexOf("\"all\""u8) >= 0: clients.All.Add(); break;
            case 0x1 when payload.IndexOf("\"some\""u8) >= 0: clients.Some.Add(); break;
            case 0x8: clients.Ends.Add(); break;
            case 0x9:
                _peer.Say([0x8A, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
                clients.Pongs.Add();
                break;
        }
    }
}
