using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>From nothing to subscribed, and back.</summary>
internal sealed partial class Fleet
{
    // Small, so that a reader that stops is felt by the server soon; a whole message still fits.
    private const int SlowReaderBuffer = 64 * 1024;

    // With fewer, a loop of many thousand connects would leave those that stand waiting.
    private const int ConnectsPerTurn = 200;

    private readonly Queue<Client> _queue = new();
    private readonly PriorityQueue<Client, long> _retries = new();
    private int _underWay;

    /// <summary>Connects clients that are down; those that fail try again, later each time.</summary>
    public void Connect(int first, int count) => Post(() =>
    {
        foreach (var client in _clients.AsSpan(first, count))
        {
            if (client.State == ClientState.Down)
                Enqueue(client);
        }
    });

    /// <summary>From now on there is no bound on the handshakes under way.</summary>
    public void ConnectWithoutBound() => Post(() => _connectingAtMost = int.MaxValue);

    /// <summary>From now on no connection is begun.</summary>
    public void ConnectNoMore() => Post(() => _connectingAtMost = 0);

    /// <summary>Cuts clients off at once, as a crash of theirs would.</summary>
    /// <param name="first">The first client.</param>
    /// <param name="count">How many.</param>
    /// <param name="reset">With a reset; else with the end of the stream, as the kernel does for a killed process.</param>
    public void Cut(int first, int count, bool reset) => Post(() =>
    {
        foreach (var client in _clients.AsSpan(first, count))
            Leave(client, reset);
    });

    /// <summary>Stops or starts the reading of clients.</summary>
    public void Read(int first, int count, bool reads) => Post(() =>
    {
        foreach (var client in _clients.AsSpan(first, count))
        {
            if (client.IsOpen)
                _poller.Modify(client.Socket, client.Index, reads ? Poller.Readable : 0);
        }
    });

    private void Enqueue(Client client)
    {
        client.State = ClientState.Queued;
        _queue.Enqueue(client);
    }

    private void StartConnections()
    {
        var now = Stopwatch.GetTimestamp();
        while (_retries.TryPeek(out var client, out var due) && due <= now)
        {
            _retries.Dequeue();
            _queue.Enqueue(client);
        }

        for (var i = 0; i < ConnectsPerTurn && _underWay < _connectingAtMost && _queue.TryDequeue(out var client); i++)
        {
            if (client.State == ClientState.Queued)
                Begin(client, now);
        }

        if (_queue.Count > 0 && _underWay < _connectingAtMost)
            _poller.Wake();
    }

    private void Begin(Client client, long now)
    {
        client.Attempt++;
        client.Received = 0;
        client.CloseCode = 0;
        client.Deadline = now + (long)(_scenario.HandshakeTimeout.TotalSeconds * Stopwatch.Frequency);
        var buffer = client.Role == ClientRole.Slow || _scenario.Kind == ScenarioKind.Lossless ? SlowReaderBuffer : 0;
        if (ClientSocket.Connect(_target.Nodes[client.Node].EndPoint, _target.SourceOf(client.Index), buffer, out var error) is not { } socket)
        {
            Retry(client, Describe(error));
            return;
        }

        client.Socket = socket;
        client.State = ClientState.Connecting;
        _underWay++;
        Figures.BegunOne();
        _poller.Add(socket, client.Index, Poller.Writable);
    }

    private void OnConnectDecided(Client client)
    {
        var error = client.Socket.TakeError();
        if (error != 0)
        {
            Fail(client, Describe(error));
            return;
        }

        _poller.Modify(client.Socket, client.Index, Poller.Readable);
        if (_scenario.IsSecure)
            Secure(client);
        else
            BeginHandshake(client);
    }

    private void BeginHandshake(Client client)
    {
        client.State = ClientState.Handshaking;
        var key = OpeningHandshake.Key(client.Index, client.Attempt);
        Send(client, OpeningHandshake.Request(_target.Nodes[client.Node].Authority, _dialect.PathOf(client.Index), key, _dialect.Subprotocol, _scenario.Compress));
    }

    /// <returns>How much of it was the head; 0: more is needed, or it was no acceptance.</returns>
    private int OnHandshakeBytes(Client client, ReadOnlySpan<byte> bytes)
    {
        var answer = OpeningHandshake.Read(bytes, OpeningHandshake.Key(client.Index, client.Attempt), _dialect.Subprotocol, _scenario.Compress);
        if (answer.Fault is not null)
            Fail(client, answer.Fault);
        if (!answer.IsAccepted)
            return 0;

        client.State = ClientState.Subscribing;
        if (_scenario.Compress == CompressionOffer.Keep && client.Index % InflatedOneIn == 0)
            client.Inflater = new MessageInflater();
        foreach (var (kind, payload) in _dialect.Greeting(client.Index))
            Send(client, ClientFrames.Frame(kind, payload));
        if (client.State == ClientState.Subscribing && _dialect.Acknowledgements(client.Index) == 0)
            BecomeReady(client);
        return answer.HeadLength;
    }

    private void OnSubscribed(Client client)
    {
        client.Acknowledged++;
        if (client.State == ClientState.Subscribing && client.Acknowledged == _dialect.Acknowledgements(client.Index))
            BecomeReady(client);
    }

    private void BecomeReady(Client client)
    {
        client.State = ClientState.Ready;
        client.Failures = 0;
        client.Deadline = Stopwatch.GetTimestamp() + SilenceTicks;
        _underWay--;
        if (client.Role == ClientRole.Slow)
            _poller.Modify(client.Socket, client.Index, 0);

        _deliveries.Joined(client);
        Figures.BecameReady(Stopwatch.GetTimestamp());
    }

    private void OnHandshakeTimeout(Client client)
    {
        Figures.TimedOut();
        Fail(client, $"no answer in time while {client.State}");
    }

    /// <summary>An attempt failed: another one follows.</summary>
    private void Fail(Client client, string cause)
    {
        Leave(client, reset: true);
        Retry(client, cause);
    }

    private void Retry(Client client, string cause)
    {
        Figures.Refused(cause);
        client.State = ClientState.Queued;
        client.Node = _target.OtherNode(client.Node);

        // 0.1 s, 0.2 s … 3.2 s, spread by half so that those that failed together do not come back together.
        var seconds = 0.1 * (1 << Math.Min(++client.Failures, 5)) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        _retries.Enqueue(client, Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency));
    }

    /// <summary>A client that stood has lost its connection.</summary>
    private void OnEnded(Client client, string how)
    {
        if (!client.IsOpen)
        {
            Fail(client, how);
            return;
        }

        Figures.Ended(how);
        if (client.Role is ClientRole.Steady or ClientRole.Victim)
            _violations.Add(ViolationKind.Ended, client.Index, "a connection that stays", how);
        Leave(client, reset: false);
        if (client.Role == ClientRole.Returning)
            ReturnAt(client, _dialect.TakeReturn(client.Index));
    }

    private void Leave(Client client, bool reset)
    {
        if (client.IsConnected)
        {
            CountOut(client);
            if (reset)
                client.Socket.Reset();
            else
                client.Socket.Close();
        }

        client.Forget();
    }

    private void CountOut(Client client)
    {
        if (client.State == ClientState.Ready)
            Figures.NoLongerReady();
        else
            _underWay--;
    }

    private static string Describe(int error) => $"{new System.ComponentModel.Win32Exception(error).Message}";
}
