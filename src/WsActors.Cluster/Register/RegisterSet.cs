using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.DistributedData;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Register;

/// <summary>Writes and reads the set of a bucket's entries.</summary>
internal static class RegisterSet
{
    /// <summary>Returns the set with a configuration instead of those that it supersedes.</summary>
    /// <param name="present">The set of this node, which contains what the node has read: a read from others is merged into it before it is answered.</param>
    /// <param name="node">This node.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="superseded">The claims of those that it supersedes.</param>
    public static ORSet<string> Replace(ORSet<string> present, UniqueAddress node, BucketConfiguration configuration, IReadOnlyCollection<Ballot> superseded)
    {
        var entries = new List<RegisterEntry>();
        foreach (var element in present.Elements)
        {
            if (!RegisterEntryText.TryRead(element, out var entry, out _))
                continue;

            entries.Add(entry);
            if (superseded.Contains(entry.Configuration.Ballot))
                present = present.Remove(node, element);
        }

        // A repetition changes nothing: its list may be another one by now, and the set would hold the configuration twice.
        return entries.Any(entry => entry.Configuration == configuration)
            ? present
            : present.Add(node, RegisterEntryText.Write(RegisterEntry.Create(configuration, superseded, entries)));
    }

    /// <summary>Reads the configurations in force; or returns the fault of an element, without which an answer could lead to a second home.</summary>
    public static bool TryRead(
        IEnumerable<string> elements, [NotNullWhen(true)] out IReadOnlyList<BucketConfiguration>? configurations, [NotNullWhen(false)] out string? fault)
    {
        configurations = null;
        var entries = new List<RegisterEntry>();
        foreach (var element in elements)
        {
            if (!RegisterEntryText.TryRead(element, out var entry, out fault))
                return false;

            entries.Add(entry);
        }

        fault = null;
        configurations = RegisterEntry.InForce(entries);
        return true;
    }
}
