using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;

namespace WsActors.LoadTest.Clusters.Faults;

/// <summary>The counts of a run up to a moment.</summary>
internal sealed record FaultCounts(
    long Disconnected, long Retries, long Gaps, long GapMessages, long Incomplete, long Lost, long Repeated, long Other, IReadOnlyList<NodeEnd> Ends)
{
    public static FaultCounts Of(ReturningContext context, ServerCluster cluster)
    {
        var (totals, violations) = (context.Clients.Totals, context.Run.Violations);
        var lost = violations.CountOf(ViolationKind.Lost);

        // A publication that stands at a second offset was acknowledged at the first one only.
        var repeated = violations.CountOf(ViolationKind.Repeated) + violations.CountOf(ViolationKind.Stray);
        return new FaultCounts(
            context.Run.Fleet.Figures.Ends.Values.Sum(), context.Publisher.Retries, totals.Gaps, totals.GapMessages, totals.IncompleteRecoveries,
            lost, repeated, violations.Count - lost - repeated, cluster.Ends);
    }

    /// <summary>Returns the counts since an earlier moment.</summary>
    public FaultReport Since(FaultCounts before) => new()
    {
        Fault = "",
        Disconnected = Disconnected - before.Disconnected,
        Retries = Retries - before.Retries,
        Gaps = Gaps - before.Gaps,
        GapMessages = GapMessages - before.GapMessages,
        IncompleteRecoveries = Incomplete - before.Incomplete,
        Lost = Lost - before.Lost,
        Repeated = Repeated - before.Repeated,
        OtherFaults = Other - before.Other,
        Ends = [.. Ends.Skip(before.Ends.Count)],
    };
}
