using System.Net;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Storage;

namespace WsActors.AspNetCore.Admin;

/// <summary>The state of this node.</summary>
internal sealed record NodeAnswer
{
    /// <summary>One of starting, ready, draining and drained.</summary>
    public required string State { get; init; }

    public required string Version { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required string? PushAddress { get; init; }

    /// <summary>The reason why durable topics refuse publications; null if they accept them.</summary>
    public string? StorageFault { get; init; }

    /// <summary>Faults that are injected on purpose now; null on nodes whose settings do not allow that.</summary>
    public int? InjectedFaults { get; init; }

    /// <summary>Current counts, and totals since the start.</summary>
    public required NodeFigures Figures { get; init; }

    internal static NodeAnswer Of(NodeState state, StorageState storage, ServerTelemetry telemetry, EndPoint pushAddress) => new()
    {
        State = state.Phase,
        Version = ProductVersion.Current,
        StartedAt = state.StartedAt,
        PushAddress = pushAddress.ToString(),
        StorageFault = storage.Fault?.Message,
        InjectedFaults = state.InjectsFaults ? telemetry.Faults.Active : null,
        Figures = telemetry.Figures,
    };
}
