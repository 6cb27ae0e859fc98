using Akka.Actor;
using Akka.Hosting;
using WsActors.Actors;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Node;

/// <summary>Drains the node, for good or until the drain is aborted. Readiness follows from it. Thread-safe.</summary>
internal sealed class NodeDrain(IRequiredActor<ServerActor> server, DrainSettings settings, TimeSpan requestTimeout, NodeState state, ActorSystem system)
{
    // Added to the drain's timeout, because the drain also answers when that passes.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<ServerActor.Drained>? _last;
    private bool _isFinal;
    private int _runs;

    /// <summary>Drains the node before the process ends. It is not ready from then on. A second call joins the first.</summary>
    public Task<ServerActor.Drained> RunAsync(CancellationToken cancellation) => Begin(rate: null, isFinal: true).WaitAsync(cancellation);

    /// <summary>Begins a drain, or joins the one that is under way and gives it another rate.</summary>
    /// <param name="rate">Goodbyes per second; null for the setting.</param>
    /// <param name="isFinal">True if the process ends after the drain, which then cannot be aborted.</param>
    public Task<ServerActor.Drained> Begin(int? rate, bool isFinal)
    {
        // The actors of a node that is removed from its cluster may have ended by the time of the second call.
        lock (_lock)
        {
            if (_last is null || rate is not null || (isFinal && !_isFinal))
                _last = RunAsync(rate, _isFinal |= isFinal, ++_runs);
            return _last;
        }
    }

    /// <summary>Begins a drain like <see cref="Begin"/>, and waits until its progress can be seen.</summary>
    public async Task BeginAsync(int? rate, bool isFinal)
    {
        _ = Begin(rate, isFinal);
        await server.ActorRef.Ask<ServerActor.Children>(ServerActor.GetChildren.Instance, requestTimeout);
    }

    /// <summary>Ends a drain or rebalance that is under way. A node that drained is ready again.</summary>
    /// <returns><see cref="ServerActor.Aborted"/> or <see cref="ServerActor.AbortRefused"/>.</returns>
    public async Task<object> AbortAsync()
    {
        var answer = await server.ActorRef.Ask<object>(ServerActor.Abort.Instance, requestTimeout);
        if (answer is ServerActor.Aborted { WasDrain: true } && _last is { } drain)
            await drain;
        return answer;
    }

    /// <summary>Resets the remaining connections if a drain is in progress.</summary>
    public void Hurry() => server.ActorRef.Tell(ServerActor.HurryDrain.Instance);

    private async Task<ServerActor.Drained> RunAsync(int? rate, bool isFinal, int run)
    {
        state.Become(NodeState.Draining);
        var answer = server.ActorRef.Ask<ServerActor.Drained>(
            new ServerActor.Drain(rate, isFinal), isFinal ? settings.Timeout + Grace : Timeout.InfiniteTimeSpan);

        // Where the actors have ended, the connections have ended with them.
        await Task.WhenAny(answer, system.WhenTerminated);
        var drained = system.WhenTerminated.IsCompleted && !answer.IsCompleted ? new ServerActor.Drained(0, 0) : await answer;
        lock (_lock)
            End(drained.IsAborted, run);
        return drained;
    }

    // A drain that was joined by a later call leaves the state to that one.
    private void End(bool isAborted, int run)
    {
        if (run != _runs)
            return;

        state.Become(isAborted ? NodeState.Ready : NodeState.Drained);
        if (isAborted)
            _last = null;
    }
}
