using System.Text;
using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The event stream of a topic, in place of a subscription on a WebSocket.</summary>
internal sealed class TopicStream(ClientCore core, TopicState topic, int id, int maxEventBytes)
{
    private readonly EventStreamReader _reader = new();
    private readonly CoreTimer _silence = new(core.Timers);
    private long? _openedAt;
    private bool _isClosed;

    /// <summary>The request that the stream's <c>subscribed</c> confirms.</summary>
    public long Request { get; } = core.Requests.NextId();

    public TopicState Topic => topic;

    /// <summary>True if it has been open for long enough to be called stable.</summary>
    public bool WasStable => core.Timers.Now - _openedAt >= Times.Stable;

    /// <summary>The server's own time for the next attempt.</summary>
    public long? ReturnAfter { get; set; }

    public void Start(Uri address)
    {
        _silence.Set(Times.Attempt, Abandon);
        core.Effects.Enqueue(new Effect.OpenStream(id, address));
    }

    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _silence.Cancel();
        core.Streams.Remove(id);
        core.Effects.Enqueue(new Effect.CloseStream(id));
    }

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        while (!_isClosed && _reader.TryRead(ref bytes, out var data))
            On(ServerMessageReader.Read(data));
        if (_reader.HeldBytes > maxEventBytes && !_isClosed)
        {
            core.Report(SocketEnd.TooBigError(maxEventBytes));
            Abandon();
        }

        if (_openedAt is not null && !_isClosed)
            _silence.Set((core.KeepAlive ?? Times.UnknownKeepAlive) + Times.Silence, Abandon);
    }

    private void On(ServerMessage message)
    {
        switch (message.Kind)
        {
            case ServerMessageKind.Goodbye:
                ReturnAfter = message.Ending.ReconnectAfterMs;
                break;
            case ServerMessageKind.Closed when message.Ending.CloseCode is >= 4000 and <= 4099:
                core.Dismiss(
                    Encoding.UTF8.GetString(message.Ending.Name), message.Ending.CloseCode, Encoding.UTF8.GetString(message.Reason));
                break;
            case ServerMessageKind.Closed:
                break;
            case ServerMessageKind.Subscribed:
                message.Id = Request;
                topic.On(message);
                _openedAt = core.Timers.Now;
                core.OnStreamOpen();
                break;
            default:
                topic.On(message);
                break;
        }
    }

    private void Abandon() => core.Streams.End(this);
}
