using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;

namespace WsActors.Actors.Evidence;

/// <summary>
/// The tombstones of a node's last connections. A quarter of the room is for refused connections, so that a storm of refusals does not push out
/// those that were open.
/// </summary>
/// <param name="capacity">The most tombstones.</param>
internal sealed class Tombstones(int capacity)
{
    /// <summary>The most characters of one page: messages between nodes are bounded.</summary>
    public const int MaxPageCharacters = 256 * 1024;

    private const int ShareOfRefused = 4;

    private readonly RecentItems<Tombstone> _closed = new(capacity - (capacity / ShareOfRefused));
    private readonly RecentItems<Tombstone> _refused = new(capacity / ShareOfRefused);

    public int Count => _closed.Count + _refused.Count;

    public void Add(Tombstone tombstone) =>
        (tombstone.Outcome == ConnectionOutcome.Refused ? _refused : _closed).Add(tombstone);

    /// <summary>Returns the newest tombstones that a query selects, newest first.</summary>
    public EvidenceReply.TombstonePage Page(EvidenceRequest.GetTombstones query)
    {
        var found = _closed.NewestFirst().Concat(_refused.NewestFirst())
            .Where(tombstone => Selects(query, tombstone))
            .OrderByDescending(TombstoneCursor.Of)
            .Take(query.Limit + 1)
            .ToArray();
        var characters = 0;
        var page = found.Take(query.Limit).TakeWhile((tombstone, index) =>
        {
            characters += CharactersOf(tombstone);
            return index == 0 || characters <= MaxPageCharacters;
        }).ToArray();
        return new EvidenceReply.TombstonePage(page, page.Length < found.Length);
    }

    private static bool Selects(EvidenceRequest.GetTombstones query, Tombstone tombstone) =>
        (query.Id is not { } id || tombstone.Id == id)
        && (query.User is not { } user || string.Equals(tombstone.User, user, StringComparison.Ordinal))
        && (query.Topic is not { } topic || tombstone.Subscriptions.Contains(topic))
        && (query.Before is not { } before || TombstoneCursor.Of(tombstone) < before);

    private static int CharactersOf(Tombstone tombstone) =>
        tombstone.Reason.Length + (tombstone.User?.Length ?? 0) + tombstone.Subscriptions.Sum(topic => topic.Length);
}
