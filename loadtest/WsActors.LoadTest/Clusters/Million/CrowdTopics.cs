using System.Globalization;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The topics of a crowd: one of all clients, and one of each group.</summary>
internal static class CrowdTopics
{
    public const string All = "crowd.all";

    public static string OfGroup(int group) => string.Create(CultureInfo.InvariantCulture, $"crowd.group.{group}");
}
