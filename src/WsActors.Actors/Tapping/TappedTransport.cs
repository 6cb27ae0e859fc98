using WsActors.Actors.Runtime;
using WsActors.Actors.Transport;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Actors.Tapping;

/// <summary>
/// Shows what passes a transport to a tap. It stands before the transport only while the connection is tapped, so that others have neither a
/// field nor a branch for it.
/// </summary>
internal sealed class TappedTransport : TransportLayer
{
    private readonly Tap _tap;
    private readonly FrameTap _received;
    private readonly FrameTap _sent;
    private readonly NodeClock _clock;

    /// <param name="behind">The transport, between two sends and two receives.</param>
    /// <param name="tap">The tap.</param>
    /// <param name="received">Reads the frames of the client from where the session is.</param>
    /// <param name="sent">Reads the frames of the server, which sends whole ones.</param>
    /// <param name="clock">The clock.</param>
    public TappedTransport(IConnectionTransport behind, Tap tap, FrameTap received, FrameTap sent, NodeClock clock)
        : base(behind)
    {
        _tap = tap;
        _received = received;
        _sent = sent;
        _clock = clock;
    }

    /// <summary>Returns the transport without this tap.</summary>
    public static IConnectionTransport Without(IConnectionTransport transport, Tap tap)
    {
        for (var tapped = Find<TappedTransport>(transport); tapped is not null; tapped = Find<TappedTransport>(tapped.Behind))
        {
            if (tapped._tap == tap)
                return Without(transport, tapped);
        }

        return transport;
    }

    /// <summary>Tells the taps of a transport how its connection ends.</summary>
    /// <param name="transport">A transport, tapped or not.</param>
    /// <param name="ending">The ending, as the connection knows it.</param>
    /// <param name="endOf">Describes the ending, if the transport is tapped.</param>
    public static void Note<T>(IConnectionTransport transport, T ending, Func<T, TapEnd> endOf)
    {
        for (var tapped = Find<TappedTransport>(transport); tapped is not null; tapped = Find<TappedTransport>(tapped.Behind))
            tapped._tap.Note(endOf(ending));
    }

    public override ReceiveResult Receive(Memory<byte> buffer)
    {
        var received = base.Receive(buffer);
        Show(buffer.Span[..received.Bytes], _received, isFromClient: true);
        return received;
    }

    public override SendStatus Send(ReadOnlyMemory<byte> bytes)
    {
        var status = base.Send(bytes);
        if (status != SendStatus.Failed)
            Show(bytes.Span, _sent, isFromClient: false);
        return status;
    }

    public override void Dispose()
    {
        _tap.Finish();
        base.Dispose();
    }

    private void Show(ReadOnlySpan<byte> bytes, FrameTap frames, bool isFromClient)
    {
        if (_tap.IsOver || !_tap.Filter.Selects(isFromClient))
            return;

        while (frames.TryRead(ref bytes, out var frame))
            _tap.Offer(frame, isFromClient, _clock.UtcNow);
    }
}
