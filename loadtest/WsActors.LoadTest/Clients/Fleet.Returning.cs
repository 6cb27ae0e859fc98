using System.Diagnostics;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>Clients that lose their connection and come back. All of this on the fleet's thread only.</summary>
internal sealed partial class Fleet
{
    // A slow reader takes so much, so often: some 4 KB per second.
    private const int SlowBytes = 200;

    private static readonly TimeSpan SubscribeAfter = TimeSpan.FromMilliseconds(400);
    private static readonly long SlowEvery = Stopwatch.Frequency / 20;

    // Rule 13 of our clients.
    private static readonly long ProbeTicks = 5 * Stopwatch.Frequency;

    private readonly List<Client> _slow = [];
    private readonly List<ClientSocket> _abandoned = [];
    private readonly PriorityQueue<(Client Client, int Attempt, int Slot), long> _refused = new();
    private long _nextSlowRead;

    /// <summary>Cuts a client off, which comes back after a while.</summary>
    public void CutAndReturn(Client client, bool reset, TimeSpan after)
    {
        Leave(client, reset);
        ComeBack(client, after);
    }

    /// <summary>Leaves a connection as it is, unread, and comes back on another one.</summary>
    public void AbandonAndReturn(Client client, TimeSpan after)
    {
        _poller.Remove(client.Socket);
        _abandoned.Add(client.Socket);
        CountOut(client);
        client.Forget();
        ComeBack(client, after);
    }

    /// <summary>Clients that have come to another node than their first one return to that within a second, so that each node has its share of them again.</summary>
    public void SpreadAgain() => Post(() =>
    {
        foreach (var client in _clients.Where(client => client.State == ClientState.Ready && client.Node != _target.FirstNodeOf(client.Index)))
        {
            CutAndReturn(client, reset: false, TimeSpan.FromSeconds(Random.Shared.NextDouble()));
            client.Node = _target.FirstNodeOf(client.Index);
        }
    });

    /// <summary>A client reads little by little for a while.</summary>
    public void ReadSlowly(Client client, TimeSpan until)
    {
        client.SlowUntil = Stopwatch.GetTimestamp() + (long)(until.TotalSeconds * Stopwatch.Frequency);
        _poller.Modify(client.Socket, client.Index, 0);
        if (!_slow.Contains(client))
            _slow.Add(client);
    }

    // A real client asks a load balancer, which knows nothing of the node that it was connected to.
    private void ComeBack(Client client, TimeSpan after) =>
        ReturnAt(client, Stopwatch.GetTimestamp() + (long)(after.TotalSeconds * Stopwatch.Frequency));

    private void ReturnAt(Client client, long due)
    {
        client.State = ClientState.Queued;
        client.Node = _target.OtherNode(client.Node);
        _retries.Enqueue(client, due);
    }

    // Rule 26 of our clients: on the same connection, after a while.
    private void SubscribeAgain(Client client, int slot)
    {
        Figures.Refused("a subscription: try again later");
        var now = Stopwatch.GetTimestamp();
        if (client.State == ClientState.Subscribing)
            client.Deadline = now + (long)(_scenario.HandshakeTimeout.TotalSeconds * Stopwatch.Frequency);
        if (slot >= 0)
            _refused.Enqueue((client, client.Attempt, slot), now + (long)(SubscribeAfter.TotalSeconds * (0.5 + Random.Shared.NextDouble()) * Stopwatch.Frequency));
    }

    private void SubscribeRefusedOnes(long now)
    {
        while (_refused.TryPeek(out var refused, out var due) && due <= now)
        {
            _refused.Dequeue();
            var (client, attempt, slot) = refused;
            if (client.IsOpen && client.Attempt == attempt && _dialect.Greeting(client.Index).ElementAtOrDefault(slot) is { Payload: { } payload, Kind: var kind })
                Send(client, ClientFrames.Frame(kind, payload));
        }
    }

    private long SilenceTicks => (long)(_scenario.Silence.TotalSeconds * Stopwatch.Frequency);

    private void NoteHeard(Client client, long now)
    {
        client.Deadline = now + SilenceTicks;
        client.IsProbing = false;
    }

    // One that reads little by little is not silent: it does not look.
    private void OnSilence(Client client, long now)
    {
        if (client.SlowUntil > 0)
            return;

        if (client.IsProbing)
        {
            Figures.Ended("silence");
            Leave(client, reset: true);
            ComeBack(client, TimeSpan.Zero);
            return;
        }

        Send(client, ClientFrames.Frame(FrameKind.Ping, []));
        client.IsProbing = true;
        client.Deadline = now + ProbeTicks;
    }

    private void ReadSlowOnes(long now)
    {
        if (_slow.Count == 0 || now < _nextSlowRead)
            return;

        _nextSlowRead = now + SlowEvery;
        for (var i = _slow.Count - 1; i >= 0; i--)
        {
            var client = _slow[i];
            if (client.SlowUntil > now && client.IsOpen)
            {
                OnReadable(client);
                continue;
            }

            // Over, or its connection is.
            _slow.RemoveAt(i);
            client.SlowUntil = 0;
            if (client.IsOpen)
                _poller.Modify(client.Socket, client.Index, Poller.Readable);
        }
    }

    private void CloseAbandoned()
    {
        foreach (var socket in _abandoned)
            socket.Close();
    }
}
