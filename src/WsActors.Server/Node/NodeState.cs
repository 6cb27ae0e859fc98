namespace WsActors.Server.Node;

/// <summary>The phase of the node, from which readiness follows. Thread-safe.</summary>
public sealed class NodeState(TimeProvider time)
{
    private volatile string _phase = Starting;

    public const string Starting = "starting";
    public const string Ready = "ready";
    public const string Draining = "draining";
    public const string Drained = "drained";

    public string Phase => _phase;

    public bool IsReady => _phase == Ready;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public void Become(string phase) => _phase = phase;
}
