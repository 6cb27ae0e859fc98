using System.Collections.Concurrent;
using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clients;

/// <summary>
/// All clients on one thread and one epoll. What others want done is posted to it; nothing else touches a client.
/// </summary>
internal sealed partial class Fleet : IDisposable
{
    private static readonly long SweepEvery = Stopwatch.Frequency / 4;

    private readonly Scenario _scenario;
    private readonly Target _target;
    private readonly Dialect _dialect;
    private readonly IDeliveries _deliveries;
    private readonly ViolationLog _violations;
    private readonly Client[] _clients;
    private readonly Poller _poller = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new();
    private int _connectingAtMost;
    private long _nextSweep;
    private volatile bool _stopped;

    public Fleet(Scenario scenario, Target target, TopicPlan plan, IDeliveries deliveries, ViolationLog violations, Dialect? dialect = null)
    {
        _scenario = scenario;
        _target = target;
        _dialect = dialect ?? Dialect.Of(scenario, plan);
        _deliveries = deliveries;
        _violations = violations;
        _clients = [.. Enumerable.Range(0, scenario.AllConnections).Select(index => new Client(index, RoleOf(index), plan.SubscriptionsOf(index), target.FirstNodeOf(index)))];
        _connectingAtMost = scenario.Connecting == 0 ? int.MaxValue : scenario.Connecting;
        _thread = new Thread(Run) { Name = "clients", IsBackground = true };
        _thread.Start();
    }

    public FleetFigures Figures { get; } = new();

    /// <summary>Ends with an exception if the thread did.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Runs something on the fleet's thread.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _poller.Wake();
    }

    /// <summary>Asks something of the fleet's thread.</summary>
    public Task<T> AskAsync<T>(Func<Client[], T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => answer.SetResult(question(_clients)));
        return answer.Task;
    }

    public void Dispose()
    {
        _stopped = true;
        _poller.Wake();
        _thread.Join();
        foreach (var client in _clients.Where(client => client.IsConnected))
            client.Socket.Close();
        foreach (var client in _clients)
            client.Forget();
        CloseAbandoned();
        _sharedInflater.Dispose();
        _poller.Dispose();
    }

    private ClientRole RoleOf(int index)
    {
        if (index < _scenario.Connections)
            return _scenario.ComesBack ? ClientRole.Returning : ClientRole.Steady;

        return index < _scenario.Connections + _scenario.SlowReaders ? ClientRole.Slow : ClientRole.Victim;
    }

    private void Run()
    {
        try
        {
            while (!_stopped)
                Turn();
            _ended.TrySetResult();
        }
        catch (Exception fault)
        {
            // A fault of ours must end the run, not just its thread.
            _ended.TrySetException(fault);
        }
    }

    private void Turn()
    {
        while (_posted.TryDequeue(out var action))
            action();

        StartConnections();
        var events = _poller.Wait(_deliveries.WantsTicks ? 1 : 50);
        for (var i = 0; i < events; i++)
        {
            if (_poller.Event(i, out var index, out var what))
                OnEvent(_clients[index], what);
        }

        var now = Stopwatch.GetTimestamp();
        _deliveries.Tick(now);
        ReadSlowOnes(now);
        SubscribeRefusedOnes(now);
        if (now >= _nextSweep)
            Sweep(now);
    }

    private void OnEvent(Client client, uint what)
    {
        if (client.State == ClientState.Connecting)
        {
            OnConnectDecided(client);
            return;
        }

        if ((what & Poller.Writable) != 0 && client.IsConnected)
            SendRest(client);
        if ((what & (Poller.Readable | Poller.Failed)) != 0 && client.IsConnected)
            OnReadable(client);
    }

    private void Sweep(long now)
    {
        _nextSweep = now + SweepEvery;
        foreach (var client in _clients)
        {
            if (now <= client.Deadline)
                continue;

            if (client.State is ClientState.Connecting or ClientState.Securing or ClientState.Handshaking or ClientState.Subscribing)
                OnHandshakeTimeout(client);
            else if (client.State == ClientState.Ready && client.Role == ClientRole.Returning && _scenario.Silence > TimeSpan.Zero)
                OnSilence(client, now);
        }
    }
}
