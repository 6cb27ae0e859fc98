using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Results;

/// <summary>The effects of one fault on publishers and clients, from its beginning until everything was as before.</summary>
internal sealed record FaultReport
{
    public required string Fault { get; init; }

    /// <summary>Why the fault was left out; null: it was not.</summary>
    public string? Skipped { get; init; }

    /// <summary>From the beginning of the fault.</summary>
    public double Seconds { get; init; }

    /// <summary>From the end of the fault until all nodes saw each other, all topics took publications and all clients had everything.</summary>
    public double? RecoverySeconds { get; init; }

    /// <summary>The first thing that was missing when the time for the recovery was up.</summary>
    public string? Unrecovered { get; init; }

    public WaitFigures? Waits { get; init; }

    /// <summary>Connections that ended without the clients' doing, each of which returned.</summary>
    public long Disconnected { get; init; }

    /// <summary>Requests to publish that were repeated.</summary>
    public long Retries { get; init; }

    /// <summary>Ranges that were announced as missing.</summary>
    public long Gaps { get; init; }

    /// <summary>Subscriptions with <c>recovered: false</c>.</summary>
    public long IncompleteRecoveries { get; init; }

    public long GapMessages { get; init; }

    /// <summary>Messages that were missing without an announcement.</summary>
    public long Lost { get; init; }

    /// <summary>Messages that came twice, or publications that stand twice.</summary>
    public long Repeated { get; init; }

    /// <summary>Other faults: wrong order or content, answers that are none.</summary>
    public long OtherFaults { get; init; }

    /// <summary>The ends of nodes, with their exit codes.</summary>
    public IReadOnlyList<NodeEnd> Ends { get; init; } = [];
}
