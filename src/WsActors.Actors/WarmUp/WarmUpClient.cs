using System.Net;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Transport;

namespace WsActors.Actors.WarmUp;

/// <summary>
/// A client as there are many: it shakes hands as browsers do, subscribes, pings, hears some publications, closes and is gone.
/// What it is sent, others test.
/// </summary>
/// <param name="told">Is told <see cref="WarmUpActor.Subscribed"/> and <see cref="WarmUpActor.Gone"/>.</param>
/// <param name="publications">How many it stays for.</param>
internal sealed class WarmUpClient(IActorRef told, int publications) : IConnectionTransport
{
    private static readonly byte[] Handshake = Encoding.ASCII.GetBytes(
        "GET /connect HTTP/1.1\r\nHost: localhost:8080\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
        "Origin: http://localhost\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Protocol: wsactors.v1.json\r\n\r\n");

    // Masked with a key of zeros, which changes nothing.
    private static readonly byte[] Subscribe = Masked(0x81, $$"""{"type":"subscribe","id":1,"topic":"{{WarmUpActor.Topic}}"}""");
    private static readonly byte[] Ping = Masked(0x89, string.Empty);
    private static readonly byte[] Close = Masked(0x88, "\u0003\u00e8");

    private MemoryPeer _peer = MemoryPeer.Saying(Handshake);
    private int _toHear = publications;

    public EndPoint? RemoteEndPoint => null;

    public void Attach(IActorRef owner) => _peer.Attach(owner);

    public void AwaitReadable() => _peer.AwaitReadable();

    public ReceiveResult Receive(Memory<byte> buffer) => _peer.Receive(buffer);

    public SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        Hear(bytes.Span);
        return SendStatus.Sent;
    }

    public void EndSending() => _peer.End();

    public void Abort()
    {
    }

    public void Dispose() => told.Tell(WarmUpActor.Gone.Instance);

    private void Hear(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("HTTP/1.1 101"u8))
            _peer.Say([.. Subscribe, .. Ping]);
        else if (bytes.IndexOf("\"type\":\"subscribed\""u8) >= 0)
            told.Tell(WarmUpActor.Subscribed.Instance);
        else
            HearPublications(bytes.Count("\"type\":\"message\""u8));
    }

    private void HearPublications(int count)
    {
        var heardAll = _toHear > 0 && count >= _toHear;
        _toHear -= count;
        if (heardAll)
            _peer.Say(Close);
    }

    private static byte[] Masked(byte first, string payload) =>
        [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. Encoding.Latin1.GetBytes(payload)];
}
