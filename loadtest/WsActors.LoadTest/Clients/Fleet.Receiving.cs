using System.Diagnostics;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>Bytes to messages. All clients share one buffer; only the rest of a frame that is not whole is kept by its client.</summary>
internal sealed partial class Fleet
{
    private byte[] _buffer = new byte[256 * 1024];

    private void OnReadable(Client client)
    {
        if (client.Tls is { } tls)
        {
            OnCiphertext(client, tls);
            return;
        }

        var kept = TakeRest(client);
        var received = client.Socket.Receive(client.SlowUntil > 0 ? _buffer.AsSpan(kept, SlowBytes) : _buffer.AsSpan(kept));
        if (received <= 0)
        {
            KeepRest(client, _buffer.AsSpan(0, kept));
            if (received != -LinuxCalls.EAgain)
                OnEnded(client, HowEnded(client, received));
            return;
        }

        Figures.ReceivedBytes(received);
        OnBytes(client, _buffer.AsSpan(0, kept + received));
    }

    private void OnBytes(Client client, ReadOnlySpan<byte> bytes)
    {
        var used = client.State == ClientState.Handshaking ? OnHandshakeBytes(client, bytes) : 0;
        var now = Stopwatch.GetTimestamp();
        if (client.State == ClientState.Ready)
            NoteHeard(client, now);
        if (client.IsOpen)
            used += OnFrames(client, bytes[used..], now);
        if (client.IsConnected)
            KeepRest(client, bytes[used..]);
    }

    private static string HowEnded(Client client, int received)
    {
        if (client.CloseCode != 0)
            return $"close {client.CloseCode}";

        return received == 0 ? "end of stream without a close frame" : Describe(-received);
    }

    private int TakeRest(Client client)
    {
        if (client.Rest is not { } rest)
            return 0;

        // Room for the whole frame, if its header says how long it is, and for what follows it.
        var size = Math.Max(rest.Length, client.IsOpen ? ServerFrames.SizeOf(rest) : 0) + (64 * 1024);
        if (_buffer.Length < size)
            _buffer = new byte[size];

        rest.CopyTo(_buffer, 0);
        client.Rest = null;
        return rest.Length;
    }

    private static void KeepRest(Client client, ReadOnlySpan<byte> rest) => client.Rest = rest.IsEmpty ? null : rest.ToArray();

    private int OnFrames(Client client, ReadOnlySpan<byte> bytes, long now)
    {
        var used = 0;
        while (client.IsOpen)
        {
            var size = ServerFrames.Read(bytes[used..], _scenario.Compress != CompressionOffer.None, out var frame, out var fault);
            if (size == 0)
                break;

            if (fault is not null)
            {
                _violations.Add(ViolationKind.Malformed, client.Index, "a frame", fault);
                Leave(client, reset: true);
                break;
            }

            OnFrame(client, frame, now);
            used += size;
        }

        return used;
    }

    private void OnFrame(Client client, in ServerFrame frame, long now)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ping: Send(client, ClientFrames.Frame(FrameKind.Pong, frame.Payload)); break;
            case FrameKind.Pong: break;
            case FrameKind.Close: OnClose(client, frame.Payload); break;
            case FrameKind.Continuation: OnFragment(client, frame, now); break;
            default: OnMessageStart(client, frame, now); break;
        }
    }

    private void OnMessageStart(Client client, in ServerFrame frame, long now)
    {
        if (client.Fragments is not null)
            _violations.Add(ViolationKind.Malformed, client.Index, "a continuation frame", "a new message");
        if (frame.IsFinal)
            OnMessage(client, frame.Payload, frame.IsCompressed, now);
        else
            (client.Fragments, client.FragmentsAreCompressed) = (frame.Payload.ToArray(), frame.IsCompressed);
    }

    private void OnFragment(Client client, in ServerFrame frame, long now)
    {
        if (client.Fragments is not { } begun)
        {
            _violations.Add(ViolationKind.Malformed, client.Index, "the start of a message", "a continuation frame");
            return;
        }

        client.Fragments = [.. begun, .. frame.Payload];
        if (!frame.IsFinal)
            return;

        var message = client.Fragments;
        client.Fragments = null;
        OnMessage(client, message, client.FragmentsAreCompressed, now);
    }

    private void OnMessage(Client client, ReadOnlySpan<byte> payload, bool isCompressed, long now)
    {
        Figures.ReceivedMessage();
        if (isCompressed)
            OnCompressed(client, payload, now);
        else
            OnMessage(client, payload, now);
    }

    private void OnMessage(Client client, ReadOnlySpan<byte> message, long now)
    {
        if (!Marker.TryFind(message, out var marker, out var end))
        {
            OnOtherMessage(client, message);
            return;
        }

        _deliveries.Received(client, marker, message, end, now);
        for (var rest = message[end..]; _dialect.PacksPublications && Marker.TryFind(rest, out marker, out end); rest = rest[end..])
            _deliveries.Received(client, marker, rest, end, now);
    }

    private void OnOtherMessage(Client client, ReadOnlySpan<byte> message)
    {
        Figures.ReceivedOther();
        switch (_dialect.Judge(client.Index, message))
        {
            case MessageMeaning.Subscribed: OnSubscribed(client); break;
            case MessageMeaning.TryAgain: SubscribeAgain(client, _dialect.RefusedSlot(client.Index, message)); break;
            case MessageMeaning.Error: _violations.Add(ViolationKind.Refused, client.Index, "an answer", Text(message)); break;
            case MessageMeaning.Gap: _deliveries.Missed(client, _dialect.ReadGap(message)); break;
            default: break;
        }
    }

    private void OnClose(Client client, ReadOnlySpan<byte> payload)
    {
        // 1005: a close frame without a code, RFC 6455 §7.1.5.
        client.CloseCode = payload.Length >= 2 ? (payload[0] << 8) | payload[1] : 1005;
        Send(client, ClientFrames.Frame(FrameKind.Close, payload[..Math.Min(2, payload.Length)]));
    }

    private static string Text(ReadOnlySpan<byte> message) => Encoding.UTF8.GetString(message[..Math.Min(200, message.Length)]);
}
