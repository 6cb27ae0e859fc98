using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Connections.Writing;

/// <summary>
/// Turns events into frames and sends them to the transport, joined, at the end of a turn. It reports the outcome and never ends the
/// connection itself.
/// </summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct ConnectionWriter
{
    /// <summary>Bytes after which a turn does not wait for the next message before it sends.</summary>
    private const int SendAtOnceBytes = 64 * 1024;

    private ConnectionCompression _compression;
    private Outbox _outbox;
    private SentMeter _sent = new();
    private QueueReport _report;

    public ConnectionWriter()
    {
    }

    /// <summary>The protocol that the client speaks; null before the handshake is accepted.</summary>
    public ClientEncoding Encoding { get; private set; }

    public readonly long MessagesSent => _sent.Messages;

    public readonly long BytesSent => _sent.Bytes;

    /// <summary>The compression that the connection shares with others; null if it has none, or one of its own.</summary>
    public readonly IFrameCompression? SharedCompression => _compression.Shared;

    public readonly bool HasOwnCompression => _compression.AsItLeaves is not null;

    public readonly int QueuedFrames => _outbox.Frames;

    public readonly int QueuedBytes => _outbox.Bytes;

    public readonly bool IsEmpty => _outbox.IsEmpty;

    /// <summary>True if the peer has yet to take what it was sent.</summary>
    public readonly bool IsBehind => _outbox.IsBehind;

    /// <summary>True if so much waits that the turn should not wait for the next message before it sends.</summary>
    public readonly bool IsSendDue => _outbox.Bytes >= SendAtOnceBytes;

    /// <summary>True if so much waits that cannot be dropped that the client should not be given more to answer.</summary>
    public readonly bool IsHalfFull(int maxBytes) => _outbox.UndroppableBytes > maxBytes / 2;

    /// <summary>Begins to write in the client's protocol and carrier.</summary>
    public void Begin(ClientEncoding encoding) => Encoding = encoding;

    /// <summary>Begins to compress.</summary>
    public void Begin(IFrameCompression? compression, ServerTelemetry telemetry) => _compression = new ConnectionCompression(compression, telemetry);

    /// <summary>Carries out an effect that sends something.</summary>
    public Written Write(in Effect effect, in Outlet outlet) => effect.Kind switch
    {
        EffectKind.Say => Say((ServerEvent)effect.Subject!, outlet),
        EffectKind.Answer => Answer((ServerEvent)effect.Subject!, outlet),
        EffectKind.Fail => Fail((ServerEvent.Error)effect.Subject!, outlet),
        EffectKind.Announce => Announce((Subscriber.Announced)effect.Subject!, outlet),
        _ => Replay((IReadOnlyList<byte[]>)effect.Subject!, outlet),
    };

    /// <summary>Sends an event behind what waits.</summary>
    public Written Say(ServerEvent serverEvent, in Outlet outlet)
    {
        if (Encoding.Encode(serverEvent) is not { } frame)
            return Written.Fine;

        _sent.CountMessages(1);
        return Add(_compression.Of(frame, outlet), outlet);
    }

    /// <summary>
    /// Sends a message back, however much waits: a client that sends faster than it reads is not read on, and one read bounds the rest.
    /// </summary>
    public void SendBack(byte[] frame, in Outlet outlet) => AddAnswer(_compression.Of(frame, outlet));

    /// <summary>Sends publications of a topic.</summary>
    public Written Deliver(Subscriber.Deliver deliver, in Outlet outlet)
    {
        _sent.Accepted(deliver.AcceptedAt);

        // A reader that keeps up gets everything: what waits only for the turn's end is on its way.
        if (deliver.Droppable is { } droppable && _outbox.IsBehind && droppable.MayDrop)
            return AddDroppable(deliver, droppable, outlet);

        _sent.CountMessages(deliver.Count);
        return Add(deliver.Frame, deliver.Parts, outlet);
    }

    /// <summary>Adds bytes that have to be sent whatever waits: a handshake's response, a close frame, the head of a stream.</summary>
    public void AddReply(byte[] reply)
    {
        if (reply.Length > 0)
            _outbox.TryAdd(reply, int.MaxValue);
    }

    /// <summary>Adds a ping or pong ahead of what waits. Nothing passes the response to the handshake, which may still wait.</summary>
    public void AddReplyFirst(byte[] reply)
    {
        if (BytesSent == 0)
            AddReply(reply);
        else
            _outbox.TryAddFirst(reply, int.MaxValue);
    }

    /// <summary>Adds a message, however much waits: the answer to a poll.</summary>
    public void AddAnswer(byte[] answer)
    {
        _sent.CountMessages(1);
        _outbox.TryAdd(answer, int.MaxValue);
    }

    /// <summary>Sends what waits, as far as the transport takes it.</summary>
    public Written Flush(in Outlet outlet)
    {
        while (_outbox.TryStartSend(out var bytes, _compression.AsItLeaves))
        {
            _sent.CountMessages(_outbox.TakeLeft());
            _sent.Record(outlet.Id, bytes.Length, outlet.Environment, ref outlet.Liveness);
            switch (outlet.Transport.Send(bytes))
            {
                case SendStatus.Sent:
                    _outbox.Sent();
                    break;
                case SendStatus.Pending:
                    outlet.Liveness.SendPending(outlet.Environment.Clock.Now, outlet.Transport.Report());
                    return Written.Fine;
                default:
                    return Written.Failed;
            }
        }

        return Written.Fine;
    }

    /// <summary>Notes that the pending send went through.</summary>
    public void OnSendCompleted(in Outlet outlet)
    {
        if (!outlet.Transport.Completes())
            return;
        _outbox.Sent();
        outlet.Liveness.SendCompleted(outlet.Environment.Clock.Now);
    }

    /// <summary>Delivers what waits of a topic as it is, apart from a later subscription.</summary>
    public readonly void Detach(TopicName topic) => _outbox.Detach(topic);

    /// <summary>See <see cref="OutboxShedding.Shed"/>.</summary>
    public readonly Written Shed(ServerTelemetry telemetry) => OutboxShedding.Shed(_outbox, telemetry);

    /// <summary>Throws away what waits and counts it as dropped.</summary>
    public void DropQueue(ServerTelemetry telemetry) => OutboxShedding.Drop(ref _outbox, telemetry);

    /// <summary>True if the node's count of waiting bytes is out of date.</summary>
    public readonly bool IsReportDue => _report.IsDue(_outbox);

    /// <summary>Updates the node's count of waiting bytes, and reports it to the parent if it has changed by a step.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="hasShed">True if the parent waits for it, because it asked to make room.</param>
    public void Report(in Turn turn, bool hasShed = false) => _report.Send(ref _outbox, turn, hasShed);

    /// <summary>Takes what waits out of the node's count and gives the compressor back: the connection is over.</summary>
    public void Release(ServerTelemetry telemetry)
    {
        _report.Count(0, telemetry);
        _compression.Dispose();
    }

    // Ahead of the messages that wait.
    private Written Answer(ServerEvent answer, in Outlet outlet)
    {
        if (Encoding.Encode(answer) is not { } frame)
            return Written.Fine;

        _sent.CountMessages(1);
        return AddFirst(_compression.Of(frame, outlet), outlet);
    }

    private Written Fail(ServerEvent.Error error, in Outlet outlet) =>
        Encoding.Encode(error) is { } frame ? AddFirst(_compression.Of(frame, outlet), outlet) : Written.Inexpressible;

    private Written Announce(Subscriber.Announced announced, in Outlet outlet)
    {
        _sent.CountMessages(announced.Parts?.Count ?? 1);
        return Add(announced.Frame, announced.Parts, outlet);
    }

    private Written Replay(IReadOnlyList<byte[]> frames, in Outlet outlet)
    {
        _sent.CountMessages(frames.Count);
        _outbox.AddReplayed(frames, outlet.MaxBytes);
        return Dropped(0, fits: true, outlet);
    }

    private Written AddDroppable(Subscriber.Deliver deliver, Droppable droppable, in Outlet outlet) =>
        Dropped(0, _outbox.TryAddDroppable(deliver, droppable, outlet.MaxBytes, Encoding), outlet);

    // The connection's own compressor takes one message at a time.
    private Written Add(byte[] frame, IReadOnlyList<byte[]>? parts, in Outlet outlet)
    {
        if (parts is null || _compression.AsItLeaves is null)
            return Add(frame, outlet);

        var written = Written.Fine;
        for (var i = 0; i < parts.Count && written == Written.Fine; i++)
            written = Add(parts[i], outlet);
        return written;
    }

    private Written Add(byte[] frame, in Outlet outlet)
    {
        if (_outbox.TryAdd(frame, outlet.MaxBytes))
            return Written.Fine;

        // Frames that only wait for the end of the turn are no sign of a slow reader: the bound is for what the kernel does not accept.
        if (Flush(outlet) == Written.Failed)
            return Written.Failed;

        // A message for which there is no room is the first that is lost.
        var fits = _outbox.TryAdd(frame, outlet.MaxBytes);
        return Dropped(fits ? 0 : 1, fits, outlet);
    }

    // Nothing passes the answer to the handshake and the welcome, which may still wait.
    private Written AddFirst(byte[] frame, in Outlet outlet)
    {
        if (BytesSent == 0)
            return Add(frame, outlet);

        return _outbox.TryAddFirst(frame, outlet.MaxBytes) ? Written.Fine : Written.Full;
    }

    private readonly Written Dropped(int lost, bool fits, in Outlet outlet)
    {
        var dropped = _outbox.TakeDropped();
        (dropped with { Every = dropped.Every + lost }).Report(outlet.Environment.Telemetry);
        return fits ? Written.Fine : Written.Full;
    }
}
