using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients;

/// <summary>The encoding in which events reach a client: written by its protocol, framed by its carrier.</summary>
/// <param name="Protocol">Encodes.</param>
/// <param name="Carrier">Frames.</param>
public readonly record struct ClientEncoding(IClientProtocol Protocol, ICarrier Carrier)
{
    /// <summary>Compares by reference.</summary>
    public bool Is(in ClientEncoding other) =>
        ReferenceEquals(Protocol, other.Protocol) && ReferenceEquals(Carrier, other.Carrier);

    /// <summary>The event as one finished frame, which is all that is allocated; null if the protocol cannot express it.</summary>
    public byte[]? Encode(ServerEvent serverEvent)
    {
        var payload = PayloadBuffer.OfThisThread();
        var frame = Protocol.TryWrite(serverEvent, payload, out var kind) ? Carrier.Frame(kind, payload.Written) : null;
        payload.Clear();
        return frame;
    }

    /// <summary>The last event of a response over plain HTTP, with what ends the response; null if there is nothing to send.</summary>
    public byte[]? EncodeEnd(ServerEvent.Ended ended) => Encode(ended) is { } frame ? [.. frame, .. Carrier.End] : null;

    /// <summary>
    /// The events as finished frames: one each, or one of all of them if the protocol has a <see cref="IClientProtocol.Separator"/>.
    /// Those that the protocol cannot express are left out.
    /// </summary>
    public IReadOnlyList<byte[]> Encode(IReadOnlyList<ServerEvent> events)
    {
        if (Protocol.Separator is { } separator)
            return EncodeTogether(events, separator) is { } together ? [together] : [];

        var frames = new List<byte[]>(events.Count);
        foreach (var serverEvent in events)
        {
            if (Encode(serverEvent) is { } frame)
                frames.Add(frame);
        }

        return frames;
    }

    private byte[]? EncodeTogether(IReadOnlyList<ServerEvent> events, byte separator)
    {
        var payload = PayloadBuffer.OfThisThread();
        var kind = MessageKind.Text;
        foreach (var serverEvent in events)
        {
            var before = payload.Length;
            if (before > 0)
                payload.Add(separator);
            if (Protocol.TryWrite(serverEvent, payload, out var its))
                kind = its;
            else
                payload.CutTo(before);
        }

        var frame = payload.Length > 0 ? Carrier.Frame(kind, payload.Written) : null;
        payload.Clear();
        return frame;
    }
}
