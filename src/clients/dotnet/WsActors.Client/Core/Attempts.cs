namespace WsActors.Client.Core;

/// <summary>The attempts to connect, and the times between them.</summary>
internal sealed class Attempts(ClientCore core, CoreSettings settings)
{
    private readonly Backoff _backoff = new(settings);
    private readonly CoreTimer _next = new(core.Timers);
    private int _lastSocket;

    // False until the application has given a token for the attempt.
    private bool _hasToken;
    private bool _nextIsServers;

    // True from an attempt on, until there is nothing to reconnect for.
    private bool _isActive;
    private bool _isSuspended;

    /// <summary>The connection or attempt; 0: there is none.</summary>
    public int Socket { get; private set; }

    /// <summary>The name of a refusal that came before its close code.</summary>
    public string? Refusal { get; set; }

    /// <summary>True if WebSockets do not get through (rule 37).</summary>
    public bool NeedStreams => _backoff.Unanswered >= 2 && settings.UsesStreams && !_isSuspended;

    public ConnectionPhase Phase =>
        !_isActive ? ConnectionPhase.Idle : _next.IsSet ? ConnectionPhase.Waiting : ConnectionPhase.Connecting;

    public void Connect()
    {
        if (core.Ended is not null || _isSuspended)
            return;

        _isActive = true;
        _next.Cancel();
        (Socket, _hasToken) = (++_lastSocket, false);
        core.Silence.WatchAttempt();
        core.Tell();
        core.Effects.Enqueue(new Effect.Connect(Socket, Address()));
    }

    /// <summary>Connects if the client stays away because it had nothing to do.</summary>
    public void Wake()
    {
        if (!_isActive)
            Connect();
    }

    /// <summary>Learns that an attempt has its token, and that the connection is being made.</summary>
    public void OnToken(int socket) => _hasToken |= socket == Socket;

    /// <summary>Learns that the application gave no token for an attempt (rule 4).</summary>
    public void OnTokenFailed(int socket, Exception error)
    {
        if (socket != Socket)
            return;
        core.Report(new WsActorsException("attempt_failed", $"No connection could be tried, but will be again: {error.Message}", error));
        Lose(SocketEnd.Broken, isAnswered: true);
    }

    public void OnWelcome() => _backoff.OnEnd(isAnswered: true);

    public void OnGoodbye(long reconnectAfterMs) => _backoff.ReturnAfter = reconnectAfterMs;

    public void OnClosed(int socket, in SocketEnd end)
    {
        if (socket != Socket)
            return;
        if (end.RetryAfterMs is { } milliseconds)
            _backoff.ReturnAfter ??= milliseconds;
        if (end.IsTooBig)
            core.Report(SocketEnd.TooBigError(settings.MaxMessageBytes));
        Socket = 0;
        Lose(end, end.IsServers);
    }

    /// <summary>Abandons a connection that does not work.</summary>
    public void Drop()
    {
        core.Effects.Enqueue(new Effect.Abandon(Socket));
        Socket = 0;
        // Without a token, it is the application that takes too long.
        Lose(SocketEnd.Broken, isAnswered: !_hasToken);
    }

    /// <summary>Forgets the connection.</summary>
    public void Forget() => Socket = 0;

    public void Cancel() => _next.Cancel();

    public long Jitter(int failures) => _backoff.Jitter(failures, core.IsStreaming);

    /// <summary>Learns that a stream has ended. The next attempt is one for a WebSocket; if it fails, the streams are opened again.</summary>
    public void OnStreamEnd(bool wasStable, long? returnAfter)
    {
        if (wasStable)
            _backoff.OnStable();
        if (_next.IsSet)
            Schedule(returnAfter ?? _backoff.Again(core.IsStreaming), returnAfter is not null);
        core.Tell();
    }

    /// <summary>Learns that the network is there again, or that the application came to the foreground (rules 11 and 14).</summary>
    public void OnAwake()
    {
        if (core.Welcome is not null)
            core.Silence.Probe();
        else if (_next.IsSet && !_nextIsServers)
            Connect();
    }

    /// <summary>Stays away until <see cref="Resume"/> (rule 15).</summary>
    /// <returns>False if the client stays away already.</returns>
    public bool Suspend()
    {
        if (_isSuspended)
            return false;
        (_isSuspended, _isActive) = (true, false);
        return true;
    }

    public void Resume()
    {
        if (!_isSuspended)
            return;
        _isSuspended = false;
        Connect();
    }

    private void Lose(in SocketEnd end, bool isAnswered)
    {
        if (end.Code is >= 4000 and <= 4099 and var code)
        {
            core.Dismiss(Refusal ?? end.Name ?? (code == 4000 ? "disconnected" : "refused"), code, end.Reason);
            return;
        }

        var welcome = core.Welcome;
        _backoff.OnEnd(isAnswered || welcome is not null);
        if (welcome is not null && core.Timers.Now - welcome.At >= Times.Stable)
            _backoff.OnStable();
        core.Leave(streamsToo: welcome is not null);
        Refusal = null;
        core.Streams.Open();
        if (end.Code == 4102 && core.Topics.IsEmpty && !core.Requests.HasQueued)
        {
            _isActive = false;
            core.Tell();
        }
        else
        {
            Schedule(_backoff.Next(end.Code, core.IsStreaming, out var isServers), isServers);
        }
    }

    private void Schedule(long milliseconds, bool isServers)
    {
        _nextIsServers = isServers;
        _next.Set(milliseconds, Connect);
        core.Tell();
    }

    private Uri Address()
    {
        var address = new UriBuilder(settings.Address) { Scheme = settings.Address.Scheme is "wss" or "https" ? "wss" : "ws" };
        var query = address.Query.TrimStart('?');
        address.Query = (query.Length > 0 ? query + "&" : "") + "keepalive=message" + (core.KeepAlive is null ? "" : "&resume=true");
        return address.Uri;
    }
}
