using System.Net;
using WsActors.Actors.Telemetry;
using WsActors.Server.Node;
using WsActors.Server.Storage;

namespace WsActors.Server.Admin;

/// <summary>The state of this node.</summary>
public sealed record NodeAnswer
{
    /// <summary>One of starting, ready, draining and drained.</summary>
    public required string State { get; init; }

    public required string Version { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string? PushAddress { get; init; }

    /// <summary>The reason why durable topics refuse publications; null if they accept them.</summary>
    public string? StorageFault { get; init; }

    /// <summary>Current counts, and totals since the start.</summary>
    public required NodeFigures Figures { get; init; }

    internal static NodeAnswer Of(NodeState state, StorageState storage, NodeFigures figures, EndPoint pushAddress) => new()
    {
        State = state.Phase,
        Version = typeof(NodeAnswer).Assembly.GetName().Version!.ToString(3),
        StartedAt = state.StartedAt,
        PushAddress = pushAddress.ToString(),
        StorageFault = storage.Fault?.Message,
        Figures = figures,
    };
}
