using System.Collections.Concurrent;
using System.Text.Json;
using WsActors.Client.Core;
using WsActors.Client.Transport;

namespace WsActors.Client.Runtime;

/// <summary>
/// Gives <see cref="ClientCore"/> a clock, a network and a lock. Inputs come from any thread; effects are carried out in order, outside of the lock, by one thread at a time.
/// </summary>
internal sealed class ClientRuntime : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ClientCore _core;
    private readonly ITransport _transport;
    private readonly TokenSource _tokens;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConcurrentDictionary<int, SocketLink> _sockets = new();
    private readonly ConcurrentDictionary<int, StreamLink> _streams = new();
    private long? _timerDue;
    private bool _isPumping;

    public ClientRuntime(CoreSettings settings, ICoreEvents events, ITransport transport, TokenSource tokens, TimeProvider time)
    {
        (_transport, _tokens, _time) = (transport, tokens, time);
        _core = new ClientCore(settings, events);
        _startedAt = time.GetTimestamp();
        _timer = time.CreateTimer(static runtime => ((ClientRuntime)runtime!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives the core an input.</summary>
    public void Do(Action<ClientCore> input)
    {
        lock (_gate)
        {
            _core.Timers.Advance(Now);
            input(_core);
        }

        Pump();
    }

    /// <summary>Reads something of the core.</summary>
    public TResult Read<TResult>(Func<ClientCore, TResult> read)
    {
        lock (_gate)
            return read(_core);
    }

    /// <summary>Adds a reader to a topic.</summary>
    /// <exception cref="WsActorsException">The client has ended.</exception>
    public (TReader Reader, TopicState Topic) Add<TReader>(string topic, Func<ClientCore, TReader> read)
        where TReader : ITopicReader
    {
        (TReader Reader, TopicState Topic) added;
        lock (_gate)
        {
            _core.Timers.Advance(Now);
            // A new one, since the trace of a thrown exception is its own.
            if (_core.Ended is { } ended)
                throw new WsActorsException(ended.Code, ended.Message);
            var reader = read(_core);
            added = (reader, _core.Topics.Add(topic, reader));
        }

        Pump();
        return added;
    }

    // A method of its own, since a lambda would be an allocation per message.
    public void OnMessage(int socket, ReadOnlySpan<byte> utf8)
    {
        try
        {
            lock (_gate)
            {
                _core.Timers.Advance(Now);
                _core.OnMessage(socket, utf8);
            }
        }
        catch (JsonException e)
        {
            OnMalformed(e);
            Take(_sockets, socket)?.Abandon();
            OnClosed(socket, SocketEnd.Broken);
        }

        Pump();
    }

    public void OnStreamBytes(int stream, ReadOnlySpan<byte> bytes)
    {
        try
        {
            lock (_gate)
            {
                _core.Timers.Advance(Now);
                _core.Streams.OnBytes(stream, bytes);
            }
        }
        catch (JsonException e)
        {
            OnMalformed(e);
            OnStreamClosed(stream);
        }

        Pump();
    }

    public void OnClosed(int socket, SocketEnd end)
    {
        _sockets.TryRemove(socket, out _);
        Do(core => core.Attempts.OnClosed(socket, end));
    }

    public void OnTokenFailed(int socket, Exception error)
    {
        _sockets.TryRemove(socket, out _);
        Do(core => core.Attempts.OnTokenFailed(socket, error));
    }

    /// <summary>The number of connections, attempts and streams that are not over.</summary>
    internal int Links => _sockets.Count + _streams.Count;

    public void OnStreamClosed(int stream)
    {
        _streams.GetValueOrDefault(stream)?.Close();
        Do(core => core.Streams.OnClosed(stream));
    }

    /// <summary>Ends the client, and waits until nothing of it remains.</summary>
    public async ValueTask DisposeAsync()
    {
        Do(core => core.End());
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
    }

    private long Now => (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds;

    private void OnTimer() => Do(_ => _timerDue = null);

    private void OnMalformed(JsonException error) => Do(core => core.Report(
        new WsActorsException("malformed_message", $"The server sent what the client cannot read, and the connection is abandoned: {error.Message}", error)));

    private void Pump()
    {
        lock (_gate)
        {
            if (_isPumping)
                return;
            _isPumping = true;
        }

        while (TryNext(out var effect, out var timerDue))
        {
            if (effect is not null)
                CarryOut(effect);
            else
                _timer.Change(timerDue is { } due ? TimeUntil(due) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    // Never negative: a time that has just passed must not mean "never".
    private TimeSpan TimeUntil(long due) => TimeSpan.FromMilliseconds(Math.Max(0, due - Now));

    /// <summary>The next effect, or null if the timer has another time than it should. False ends the pumping.</summary>
    private bool TryNext(out Effect? effect, out long? timerDue)
    {
        lock (_gate)
        {
            timerDue = null;
            if (_core.Effects.TryDequeue(out effect))
                return true;
            if (_core.Timers.Next == _timerDue)
                return _isPumping = false;

            _timerDue = timerDue = _core.Timers.Next;
            return true;
        }
    }

    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case Effect.Send send: _sockets.GetValueOrDefault(send.Socket)?.Send(send.Bytes); break;
            case Effect.Connect connect: Connect(connect); break;
            case Effect.Close close: Take(_sockets, close.Socket)?.Close(); break;
            case Effect.Abandon abandon: Take(_sockets, abandon.Socket)?.Abandon(); break;
            case Effect.OpenStream open: Open(open); break;
            case Effect.CloseStream close: Take(_streams, close.Stream)?.Close(); break;
            case Effect.AskToken ask: _ = AnswerRefreshAsync(ask.Refresh); break;
            case Effect.Raise raise: Raise(raise.Callback); break;
            default: throw new InvalidOperationException($"{effect.GetType().Name} is unknown.");
        }
    }

    private void Connect(Effect.Connect connect)
    {
        var link = _sockets[connect.Socket] = new SocketLink(this, connect.Socket);
        _ = link.StartAsync(connect.Address, _tokens, _transport);
    }

    private void Open(Effect.OpenStream open)
    {
        var link = _streams[open.Stream] = new StreamLink(this, open.Stream);
        _ = link.StartAsync(open.Address, _tokens, _transport);
    }

    private async Task AnswerRefreshAsync(int refresh)
    {
        try
        {
            var token = await _tokens.GetAsync(_disposed.Token).ConfigureAwait(false);
            Do(core => core.OnRefreshToken(refresh, token));
        }
        catch (Exception e)
        {
            Do(core => core.OnRefreshTokenFailed(refresh, e));
        }
    }

    // A handler that throws must not disturb the connection, and there is nobody else to tell.
    private void Raise(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            Do(core => core.ReportHandler(e));
        }
    }

    private static TLink? Take<TLink>(ConcurrentDictionary<int, TLink> links, int id)
        where TLink : class => links.TryRemove(id, out var link) ? link : null;
}
