using WsActors.Actors.Evidence.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Nodes.Messages;
using WsActors.AspNetCore.Node;

namespace WsActors.AspNetCore.Admin;

/// <summary>Finds what is left of connections and of dropped messages, on this node or on all nodes of its cluster.</summary>
internal static class EvidenceQueries
{
    public static async Task<TombstoneList> TombstonesAsync(PushNode node, NodeQuery.ListTombstones query)
    {
        if (node.IsInCluster)
            return Merged(await node.AskNodesAsync(query), query.Limit);

        var request = new EvidenceRequest.GetTombstones(query.Limit, query.Before, query.User, query.Topic, query.Id);
        var page = (EvidenceReply.TombstonePage)await node.AskEvidenceAsync(request);
        return new TombstoneList(page.List, page.HasMore, Missing: null);
    }

    public static async Task<IReadOnlyList<DropEvidence>> DropsAsync(PushNode node, NodeQuery.ListDrops query)
    {
        if (!node.IsInCluster)
            return ((EvidenceReply.DropList)await node.AskEvidenceAsync(new EvidenceRequest.GetDrops(query.Limit, query.User, query.Topic, query.Connection))).List;

        var gathered = await node.AskNodesAsync(query);
        return [.. gathered.Answers.OfType<NodeResult.Drops>().SelectMany(answer => answer.List).OrderByDescending(drop => drop.At).Take(query.Limit)];
    }

    private static TombstoneList Merged(GatheredAnswers gathered, int limit)
    {
        var pages = gathered.Answers.OfType<NodeResult.Tombstones>().ToArray();
        var all = pages.SelectMany(page => page.List).OrderByDescending(TombstoneCursor.Of).ToArray();

        // Behind the last tombstone of a page that has more, tombstones of that node are unknown.
        var known = pages.Where(page => page.HasMore).Select(page => (TombstoneCursor?)TombstoneCursor.Of(page.List[^1])).Max();
        var taken = all.Where(tombstone => known is not { } last || TombstoneCursor.Of(tombstone) >= last).Take(limit).ToArray();
        return new TombstoneList(taken, taken.Length < all.Length || known is not null, gathered.Missing);
    }
}
