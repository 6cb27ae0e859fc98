using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Node;

/// <summary>The phase of the node, from which readiness follows, and what else everyone should see of it. Thread-safe.</summary>
internal sealed class NodeState(TimeProvider time, ServerConfiguration configuration)
{
    private volatile string _phase = Starting;

    public const string Starting = "starting";
    public const string Ready = "ready";
    public const string Draining = "draining";
    public const string Drained = "drained";

    public string Phase => _phase;

    public bool IsReady => _phase == Ready;

    /// <summary>True if the settings allow fault injection, which no node for real clients should do.</summary>
    public bool InjectsFaults => configuration.Server.FaultInjection.Enabled;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public void Become(string phase) => _phase = phase;
}
