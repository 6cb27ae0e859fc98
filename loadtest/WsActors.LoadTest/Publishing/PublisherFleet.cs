using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Many HTTP publishers on one thread and one epoll, in a closed loop: each answer makes room for the next request of its
/// connection.
/// </summary>
internal sealed class PublisherFleet : IDisposable
{
    private const int Accepted = 200;

    private readonly Poller _poller = new();
    private readonly PublisherConnection[] _connections;
    private readonly LatencyRecorder _latency;
    private readonly TimeSpan _timeout;
    private readonly int _inFlight;
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly Dictionary<int, long> _refusals = [];
    private long _answered;
    private long _begun;

    /// <exception cref="IOException">A connection could not be made.</exception>
    public PublisherFleet(Scenario scenario, TopicPlan plan, LatencyRecorder latency)
    {
        _latency = latency;
        _timeout = scenario.Timeout;
        _inFlight = scenario.InFlight;
        var target = Target.Of(scenario with { Url = scenario.Admin });
        _connections = [.. Enumerable.Range(0, scenario.Publishers).Select(index => Connect(index, target, PublishingRequest.For(index, scenario, plan)))];
    }

    /// <summary>Answers that were no acceptance, by status.</summary>
    public IReadOnlyDictionary<int, long> Refusals => _refusals;

    /// <summary>Publishes until so many requests have begun or the time is over, and until all of them are answered.</summary>
    /// <returns>Requests that were answered.</returns>
    /// <exception cref="IOException">The server closed a connection, or gave no answer for too long.</exception>
    public long Run(long requests, TimeSpan duration)
    {
        var (start, before, answeredAt) = (Stopwatch.GetTimestamp(), _answered, Stopwatch.GetTimestamp());
        _begun = 0;
        bool MayBegin(long now) => (requests == 0 || _begun < requests) && (duration == TimeSpan.Zero || Stopwatch.GetElapsedTime(start, now) < duration);

        for (var round = 0; round < _inFlight; round++)
        {
            foreach (var connection in _connections)
                Begin(connection, MayBegin);
        }

        while (_connections.Any(connection => connection.UnderWay > 0))
        {
            var answered = _answered;
            Turn(MayBegin);
            if (_answered != answered)
                answeredAt = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(answeredAt) > _timeout)
                throw new IOException("the server answers no more publications");
        }

        return _answered - before;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Socket.Close();
        _poller.Dispose();
    }

    private PublisherConnection Connect(int index, Target target, byte[] request)
    {
        if (ClientSocket.Connect(target.EndPoint, source: null, receiveBuffer: 0, out var error) is not { } socket)
            throw new IOException($"a publisher cannot connect: error {error}");

        // Until it stands, what is to be sent waits: the kernel says then that it takes nothing yet.
        _poller.Add(socket, index, Poller.Readable | Poller.Writable);
        return new PublisherConnection(socket, request);
    }

    private void Turn(Func<long, bool> mayBegin)
    {
        var events = _poller.Wait(50);
        for (var i = 0; i < events; i++)
        {
            if (_poller.Event(i, out var index, out var what))
                OnEvent(_connections[index], index, what, mayBegin);
        }

        _latency.Tick(Stopwatch.GetTimestamp());
    }

    private void OnEvent(PublisherConnection connection, int index, uint what, Func<long, bool> mayBegin)
    {
        if ((what & Poller.Writable) != 0)
        {
            connection.SendRest();
            if (connection.IsSent)
                _poller.Modify(connection.Socket, index, Poller.Readable);
        }

        if ((what & (Poller.Readable | Poller.Failed)) == 0)
            return;

        connection.Read(_buffer, OnAnswer);
        while (connection.UnderWay < _inFlight && Begin(connection, mayBegin))
        {
            // One for each that was answered.
        }

        if (!connection.IsSent)
            _poller.Modify(connection.Socket, index, Poller.Readable | Poller.Writable);
    }

    private bool Begin(PublisherConnection connection, Func<long, bool> mayBegin)
    {
        var now = Stopwatch.GetTimestamp();
        if (!mayBegin(now))
            return false;

        _begun++;
        connection.Publish(now);
        return true;
    }

    private void OnAnswer(int status, long begunAt)
    {
        _answered++;
        _latency.Record(begunAt, Stopwatch.GetTimestamp());
        if (status != Accepted)
            _refusals[status] = _refusals.GetValueOrDefault(status) + 1;
    }
}
