using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>
/// The rules of docs/client-rules.md as pure code: messages, ends and times go in, <see cref="Effects"/> come out. It has no clock, no
/// network and no lock; the runtime gives it all three.
/// </summary>
internal sealed class ClientCore
{
    private readonly ICoreEvents _events;
    private readonly TokenRefresh _refresh;

    public ClientCore(CoreSettings settings, ICoreEvents events)
    {
        _events = events;
        _refresh = new TokenRefresh(this);
        Attempts = new Attempts(this, settings);
        Silence = new Silence(this);
        Requests = new Requests(this, settings.MaxQueued);
        Topics = new TopicTable(this);
        Streams = new TopicStreams(this, settings);
    }

    /// <summary>The instructions to the surroundings.</summary>
    public Queue<Effect> Effects { get; } = new();

    public Timers Timers { get; } = new();

    public Attempts Attempts { get; }

    public Silence Silence { get; }

    public Requests Requests { get; }

    public TopicTable Topics { get; }

    public TopicStreams Streams { get; }

    public ConnectionState State { get; private set; } = new(ConnectionPhase.Idle);

    /// <summary>The greeting of the open connection, or null.</summary>
    public Welcome? Welcome { get; private set; }

    /// <summary>The milliseconds between two signs of life of the server; null before the first welcome.</summary>
    public long? KeepAlive { get; private set; }

    /// <summary>The reason of the client's end, or null.</summary>
    public WsActorsException? Ended { get; private set; }

    /// <summary>True if streams serve topics in place of a WebSocket.</summary>
    public bool IsStreaming => Welcome is null && Topics.AnyLive;

    /// <summary>Takes a message of the connection.</summary>
    /// <param name="socket">The connection; messages of earlier ones are ignored.</param>
    /// <param name="utf8">The message.</param>
    /// <exception cref="System.Text.Json.JsonException">The bytes are no message of a server.</exception>
    public void OnMessage(int socket, ReadOnlySpan<byte> utf8)
    {
        if (socket != Attempts.Socket)
            return;

        var message = ServerMessageReader.Read(utf8);
        switch (message.Kind)
        {
            case ServerMessageKind.Message: Topics.On(message); break;
            case ServerMessageKind.Welcome: OnWelcome(message); break;
            case ServerMessageKind.Goodbye: Attempts.OnGoodbye(message.Ending.ReconnectAfterMs); break;
            case ServerMessageKind.Refresh: _refresh.OnRefresh(); break;
            case ServerMessageKind.Error when message.Id == 0: OnError(message); break;
            default: OnOther(message); break;
        }

        if (Welcome is not null)
            Silence.OnReceived(Welcome);
    }

    public void OnRefreshToken(int refresh, string? token) => _refresh.OnToken(refresh, token);

    public void OnRefreshTokenFailed(int refresh, Exception error) => _refresh.OnTokenFailed(refresh, error);

    public void Send(ReadOnlyMemory<byte> bytes) => Effects.Enqueue(new Effect.Send(Attempts.Socket, bytes));

    /// <summary>Learns that a stream works.</summary>
    public void OnStreamOpen()
    {
        Requests.FailQueue(Requests.NoWebSocket());
        Streams.Open();
        Tell();
    }

    /// <summary>Closes the connection until the application resumes (rule 15).</summary>
    public void Suspend()
    {
        if (Ended is null && Attempts.Suspend())
        {
            Shut();
            Tell();
        }
    }

    /// <summary>Ends the client, because the server told it not to return.</summary>
    public void Dismiss(string name, int code, string reason) => End(
        new WsActorsException(name, $"The server ended the connection with {code}, not to return: {(reason.Length > 0 ? reason : name)}."), isOwn: false);

    /// <summary>Ends the client by the application's will.</summary>
    public void End() => End(new WsActorsException("closed", "The client was closed."), isOwn: true);

    /// <summary>Takes the connection's state down. Streams stay while a WebSocket is tried.</summary>
    public void Leave(bool streamsToo)
    {
        Silence.Stop();
        _refresh.Forget();
        Attempts.Forget();
        Welcome = null;
        if (streamsToo)
            Topics.Down();
        Requests.Lose();
    }

    /// <summary>Reports a failure to the application.</summary>
    public void Report(WsActorsException error) => Effects.Enqueue(new Effect.Raise(() => _events.OnFailed(error)));

    /// <summary>Reports that a handler of the application has thrown; except one that is told of failures, for which nobody is left.</summary>
    public void ReportHandler(Exception error) => Effects.Enqueue(new Effect.Raise(() =>
    {
        try
        {
            _events.OnFailed(new WsActorsException("handler_failed", $"A handler of the application failed: {error.Message}", error));
        }
        catch (Exception)
        {
            // Reported once, not again and again.
        }
    }));

    /// <summary>Computes the state, and reports it if it has changed.</summary>
    public void Tell()
    {
        var transport = Welcome is not null ? ConnectionTransport.WebSocket : IsStreaming ? ConnectionTransport.EventStream : ConnectionTransport.None;
        var state = Ended is not null ? new ConnectionState(ConnectionPhase.Closed, Error: Ended)
            : transport != ConnectionTransport.None ? new ConnectionState(ConnectionPhase.Connected, transport)
            : new ConnectionState(Attempts.Phase);
        if (state == State)
            return;
        State = state;
        Effects.Enqueue(new Effect.Raise(() => _events.OnState(state)));
    }

    private void OnWelcome(in ServerMessage message)
    {
        Welcome = Welcome.Of(message, Timers.Now);
        KeepAlive = Welcome.KeepAlive;
        Attempts.OnWelcome();
        Silence.Restart();
        Topics.Start();
        Requests.SendQueue(Welcome.MaxMessageBytes);
        Tell();
    }

    private void OnError(in ServerMessage message)
    {
        var error = message.Error;
        Attempts.Refusal = Welcome is null ? error.Code : null;
        Report(error);
    }

    private void OnOther(in ServerMessage message)
    {
        var isAnswer = Requests.TryAnswer(message);
        if (!isAnswer || message.Kind == ServerMessageKind.Subscribed)
            Topics.On(message);
    }

    private void End(WsActorsException error, bool isOwn)
    {
        if (Ended is not null)
            return;

        Ended = error;
        Topics.End(isOwn ? null : error);
        Shut();
        Requests.FailQueue(error);
        if (!isOwn)
            Report(error);
        Tell();
    }

    private void Shut()
    {
        var socket = Attempts.Socket;
        Attempts.Cancel();
        Leave(streamsToo: true);
        if (socket != 0)
            Effects.Enqueue(new Effect.Close(socket));
    }
}
