using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;

namespace WsActors.Actors.Evidence;

/// <summary>The last messages that slow readers did not get, one entry for each time that a client fell behind with a topic.</summary>
/// <param name="capacity">The most entries.</param>
internal sealed class Drops(int capacity)
{
    // A client that goes on dropping reports again and again; its entry is among the newest, unless hundreds of others drop meanwhile.
    private const int SearchedForContinuation = 256;

    private readonly RecentItems<DropEvidence> _entries = new(capacity);

    public void Add(DropEvidence drop)
    {
        if (!_entries.TryReplace(drop, drop.Continues, SearchedForContinuation))
            _entries.Add(drop);
    }

    /// <summary>Returns the newest entries that a query selects, newest first.</summary>
    public EvidenceReply.DropList Find(EvidenceRequest.GetDrops query) => new(
    [
        .. _entries.NewestFirst()
            .Where(drop => (query.Connection is not { } id || drop.Connection == id)
                && (query.User is not { } user || string.Equals(drop.User, user, StringComparison.Ordinal))
                && (query.Topic is not { } topic || string.Equals(drop.Topic, topic, StringComparison.Ordinal)))
            .OrderByDescending(drop => drop.At)
            .Take(query.Limit),
    ]);
}
