using System.Diagnostics;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Many HTTP connections on one thread and one epoll, in a closed loop: each answer makes room for the next request of its
/// connection.
/// </summary>
internal sealed class PublisherFleet : IDisposable
{
    private readonly Poller _poller = new();
    private readonly PublisherConnection[] _connections;
    private readonly TimeSpan _timeout;
    private readonly int _inFlight;
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private long _underWay;
    private long _answered;

    /// <param name="addresses">The server's address, or those of the nodes, which the connections take in turn; of their paths nothing is used.</param>
    /// <param name="connections">How many.</param>
    /// <param name="inFlight">Requests under way on each.</param>
    /// <param name="timeout">How long to wait if no answer arrives.</param>
    /// <exception cref="IOException">A connection could not be made.</exception>
    public PublisherFleet(IReadOnlyList<string> addresses, int connections, int inFlight, TimeSpan timeout)
    {
        _timeout = timeout;
        _inFlight = inFlight;
        Target[] targets = [.. addresses.Select(address => Target.Of(new Scenario { Url = address }))];
        _connections = [.. Enumerable.Range(0, connections).Select(index => Connect(index, targets[index % targets.Length]))];
    }

    /// <summary>Publishes until there are no more requests and all of them are answered.</summary>
    /// <exception cref="IOException">The server closed a connection, or gave no answer for too long.</exception>
    public void Run(IPublisherWork work)
    {
        var answeredAt = Stopwatch.GetTimestamp();
        for (var round = 0; round < _inFlight; round++)
        {
            for (var index = 0; index < _connections.Length; index++)
                Begin(index, work);
        }

        while (_underWay > 0)
        {
            var answered = _answered;
            Turn(work);
            if (_answered != answered)
                answeredAt = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(answeredAt) > _timeout)
                throw new IOException("the server answers no more publications");
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Socket.Close();
        _poller.Dispose();
    }

    private PublisherConnection Connect(int index, Target target)
    {
        if (ClientSocket.Connect(target.Nodes[0].EndPoint, source: null, receiveBuffer: 0, out var error) is not { } socket)
            throw new IOException($"a publisher cannot connect: error {error}");

        // Until it stands, what is to be sent waits: the kernel says then that it takes nothing yet.
        _poller.Add(socket, index, Poller.Readable | Poller.Writable);
        return new PublisherConnection(socket);
    }

    private void Turn(IPublisherWork work)
    {
        var events = _poller.Wait(50);
        for (var i = 0; i < events; i++)
        {
            if (_poller.Event(i, out var index, out var what))
                OnEvent(_connections[index], index, what, work);
        }
    }

    private void OnEvent(PublisherConnection connection, int index, uint what, IPublisherWork work)
    {
        if ((what & Poller.Writable) != 0)
        {
            connection.SendRest();
            if (connection.IsSent)
                _poller.Modify(connection.Socket, index, Poller.Readable);
        }

        if ((what & (Poller.Readable | Poller.Failed)) == 0)
            return;

        connection.Read(_buffer, (status, answer, begunAt) =>
        {
            _answered++;
            _underWay--;
            work.Answered(index, status, answer, begunAt);
        });
        while (connection.UnderWay < _inFlight && Begin(index, work))
        {
            // One for each that was answered.
        }

        if (!connection.IsSent)
            _poller.Modify(connection.Socket, index, Poller.Readable | Poller.Writable);
    }

    private bool Begin(int index, IPublisherWork work)
    {
        var now = Stopwatch.GetTimestamp();
        if (work.Next(index, now) is not { } request)
            return false;

        _underWay++;
        _connections[index].Publish(request, now);
        return true;
    }
}
