using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.AspNetCore.Explain;

/// <summary>Finds out what happened to the user before: connections that ended, and messages that were dropped.</summary>
internal static class PastFindings
{
    /// <summary>The time for which the end of an earlier connection explains what is missing now.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    public static IEnumerable<Finding> Of(ExplainFacts facts)
    {
        foreach (var drop in facts.Drops.Where(drop => facts.Offset is not { } offset || (offset >= drop.From && offset <= drop.To)).Take(3))
            yield return drop.IsInjected ? DroppedByFault(drop) : Dropped(drop);
        if (facts.Tombstones.FirstOrDefault(tombstone => WasTooSlow(tombstone, facts)) is { } slow)
            yield return SlowReaderClosed(slow);
        if (facts.Tombstones.FirstOrDefault(tombstone => tombstone.IsInjected && IsRecent(tombstone, facts)) is { } closed)
            yield return ClosedByFault(closed);
        if (RepeatedCut.In([.. facts.Tombstones.Where(tombstone => IsRecent(tombstone, facts))]) is { } cut)
            yield return ProxyTimeout(cut);
    }

    /// <summary>The finding about a user without a connection.</summary>
    public static Finding NotConnected(ExplainFacts facts)
    {
        if (facts.Tombstones is not [var last, ..])
        {
            return new Finding(
                FindingCode.NeverConnected,
                $"User {facts.User} is not connected, and the server remembers no connection of this user: the id may be another one, or the client is anonymous.",
                new Dictionary<string, object?> { ["user"] = facts.User });
        }

        return new Finding(
            FindingCode.NotConnected,
            $"User {facts.User} is not connected. The last connection, {last.Id}, {TombstoneText.Of(last)}.",
            EvidenceOf(last));
    }

    private static Finding Dropped(DropEvidence drop) => new(
        FindingCode.Dropped,
        $"Connection {drop.Connection} read too slowly: by the delivery policy {drop.Policy} of topic {drop.Topic}, {drop.Count} messages between offsets {drop.From} and {drop.To} were dropped, the last at {TombstoneText.Time(drop.At)}.",
        EvidenceOf(drop));

    private static Finding DroppedByFault(DropEvidence drop) => new(
        FindingCode.InjectedFault,
        $"A fault that was injected on purpose dropped {drop.Count} messages of topic {drop.Topic} on connection {drop.Connection}, between offsets {drop.From} and {drop.To}, the last at {TombstoneText.Time(drop.At)}.",
        EvidenceOf(drop));

    private static Dictionary<string, object?> EvidenceOf(DropEvidence drop) => new()
    {
        ["connection"] = drop.Connection.ToString(),
        ["policy"] = drop.Policy,
        ["from"] = drop.From,
        ["to"] = drop.To,
        ["count"] = drop.Count,
        ["at"] = drop.At,
    };

    private static Finding ClosedByFault(Tombstone closed) => new(
        FindingCode.InjectedFault, $"Connection {closed.Id} {TombstoneText.Of(closed)}.", EvidenceOf(closed));

    private static Finding SlowReaderClosed(Tombstone slow) => new(
        FindingCode.SlowReaderClosed,
        $"Connection {slow.Id} {TombstoneText.Of(slow)}; {slow.QueuedFrames} frames with {slow.QueuedBytes} bytes waited for it and were dropped.",
        EvidenceOf(slow));

    private static Finding ProxyTimeout(RepeatedCut cut) => new(
        FindingCode.ProxyTimeout,
        $"{cut.Count} connections of this user ended without a close frame {TombstoneText.Seconds(cut.After)} {(cut.IsIdle ? "after the last traffic" : "after they began")}: a proxy or load balancer between client and server probably has such a timeout.",
        new Dictionary<string, object?>
        {
            ["connections"] = cut.Count,
            ["seconds"] = Math.Round(cut.After.TotalSeconds, 1),
            ["idle"] = cut.IsIdle,
            ["remoteAddress"] = cut.Address,
        });

    private static bool WasTooSlow(Tombstone tombstone, ExplainFacts facts) =>
        tombstone.Code?.Value == CloseCode.SlowConsumer.Value && tombstone.Subscriptions.Contains(facts.Topic) && IsRecent(tombstone, facts);

    private static bool IsRecent(Tombstone tombstone, ExplainFacts facts) => facts.Now - tombstone.EndedAt <= Recent;

    private static Dictionary<string, object?> EvidenceOf(Tombstone tombstone) => new()
    {
        ["connection"] = tombstone.Id.ToString(),
        ["endedAt"] = tombstone.EndedAt,
        ["endedBy"] = tombstone.EndedBy.ToString().ToLowerInvariant(),
        ["outcome"] = tombstone.Outcome.ToString().ToLowerInvariant(),
        ["code"] = tombstone.Code?.Value,
        ["codeName"] = tombstone.Code?.Name,
        ["reason"] = tombstone.Reason,
        ["idleSeconds"] = Math.Round(tombstone.Idle.TotalSeconds, 1),
        ["remoteAddress"] = tombstone.RemoteEndPoint?.ToString(),
        ["subscriptions"] = tombstone.Subscriptions,
        ["queuedBytes"] = tombstone.QueuedBytes,
    };
}
