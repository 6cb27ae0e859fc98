using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using WsActors.Client.Core;
using WsActors.Client.Wire;

namespace WsActors.Client.Reading;

/// <summary>A reader that keeps messages for the application in a bounded channel (rules 19 to 25).</summary>
/// <typeparam name="T">The type of the published data.</typeparam>
internal sealed class TopicReader<T> : ITopicReader
{
    private readonly ClientCore _core;
    private readonly string _topic;
    private readonly JsonTypeInfo<T> _type;
    private readonly Channel<Message<T>> _channel;
    private readonly Lock _positionGate = new();
    private Position? _position;
    private bool _isEnded;

    public TopicReader(ClientCore core, string topic, JsonTypeInfo<T> type, Position? since, int maxBuffered)
    {
        (_core, _topic, _type) = (core, topic, type);
        // The writer reads too, when it replaces what is too much.
        _channel = Channel.CreateBounded<Message<T>>(new BoundedChannelOptions(maxBuffered) { SingleWriter = true });
        StartAt(since);
    }

    /// <summary>Called with each new state.</summary>
    public Action<SubscriptionState>? StateChanged { get; set; }

    public SubscriptionState State { get; private set; }

    public Position? Received { get; private set; }

    /// <summary>The position up to which the application has taken messages and gaps.</summary>
    public Position? Position
    {
        get
        {
            lock (_positionGate)
                return _position;
        }
    }

    public void StartAt(Position? position)
    {
        Received ??= position;
        lock (_positionGate)
            _position ??= position;
    }

    public void OnState(SubscriptionState state)
    {
        if (State == state || _isEnded)
            return;
        State = state;
        if (StateChanged is { } changed)
            _core.Effects.Enqueue(new Effect.Raise(() => changed(state)));
    }

    public void OnMessage(in ServerMessage message, Position at)
    {
        if (Received is { } received && received.Epoch == at.Epoch && at.Offset <= received.Offset)
            return;
        Received = at;
        Write(ReadMessage(message, at));
    }

    public void OnGap(Gap gap, Position at)
    {
        // A log that was set back is read from its beginning (rule 22).
        if (gap.Reason != Gap.OffsetAhead && Received is { } received && received.Epoch == at.Epoch)
        {
            if (at.Offset <= received.Offset)
                return;
            gap = gap with { From = Math.Max(gap.From, received.Offset + 1) };
        }

        Received = at;
        Write(new Message<T>(gap, at));
    }

    public void OnEnd(WsActorsException? error)
    {
        if (_isEnded)
            return;
        OnState(SubscriptionState.Closed);
        _isEnded = true;
        _channel.Writer.TryComplete(error);
    }

    /// <summary>Ends the reading by the application's will: what it has not taken is dropped.</summary>
    public void Close()
    {
        OnEnd(null);
        while (_channel.Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Waits until <see cref="TryTake"/> has something.</summary>
    /// <returns>False if the subscription has ended.</returns>
    /// <exception cref="WsActorsException">It has ended with an error.</exception>
    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    /// <summary>Gives the application what comes next, which advances its position.</summary>
    public bool TryTake(out Message<T> message)
    {
        if (!_channel.Reader.TryRead(out message))
            return false;
        lock (_positionGate)
            _position = message.Position;
        return true;
    }

    private void Write(in Message<T> message)
    {
        if (_isEnded || _channel.Writer.TryWrite(message))
            return;

        Message<T>? first = null;
        while (_channel.Reader.TryRead(out var dropped))
            first ??= dropped;
        _channel.Writer.TryWrite(first is { } oldest ? new Message<T>(GapFrom(oldest, message.Position), message.Position) : message);
    }

    private Gap GapFrom(in Message<T> oldest, Position to)
    {
        var from = oldest.Position.Epoch != to.Epoch ? 1 : oldest.Gap?.From ?? oldest.Position.Offset;
        return new Gap(_topic, from, to.Offset, Gap.SlowConsumer);
    }

    private Message<T> ReadMessage(in ServerMessage message, Position at)
    {
        try
        {
            return new Message<T>(_topic, JsonSerializer.Deserialize(message.Data, _type)!, at, message.HasOffset, message.IsBinary);
        }
        catch (Exception e)
        {
            // Whatever a converter of the application throws: it concerns this message, not the connection.
            var error = new WsActorsException("invalid_data", $"A message of {_topic} could not be read as {typeof(T).Name}: {e.Message}", e);
            return new Message<T>(_topic, error, at, message.HasOffset, message.IsBinary);
        }
    }
}
