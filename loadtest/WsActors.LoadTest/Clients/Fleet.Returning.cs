using System.Diagnostics;
using WsActors.LoadTest.Network;

namespace WsActors.LoadTest.Clients;

/// <summary>Clients that lose their connection and come back. All of this on the fleet's thread only.</summary>
internal sealed partial class Fleet
{
    // A slow reader takes so much, so often: some 4 KB per second.
    private const int SlowBytes = 200;

    private static readonly long SlowEvery = Stopwatch.Frequency / 20;

    private readonly List<Client> _slow = [];
    private readonly List<ClientSocket> _abandoned = [];
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

    /// <summary>A client reads little by little for a while.</summary>
    public void ReadSlowly(Client client, TimeSpan until)
    {
        client.SlowUntil = Stopwatch.GetTimestamp() + (long)(until.TotalSeconds * Stopwatch.Frequency);
        _poller.Modify(client.Socket, client.Index, 0);
        if (!_slow.Contains(client))
            _slow.Add(client);
    }

    private void ComeBack(Client client, TimeSpan after)
    {
        client.State = ClientState.Queued;
        _retries.Enqueue(client, Stopwatch.GetTimestamp() + (long)(after.TotalSeconds * Stopwatch.Frequency));
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
