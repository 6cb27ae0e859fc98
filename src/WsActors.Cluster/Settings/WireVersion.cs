namespace WsActors.Cluster.Settings;

/// <summary>
/// The version of everything that nodes send each other. It is raised only if nodes of the former version cannot work with those of the next one: they then
/// refuse each other, and an upgrade needs a stop of the whole cluster. Fields at the end of a message, and messages that the others may drop, do not raise it.
/// </summary>
internal static class WireVersion
{
    // loadtest/cluster/upgrade.sh reads this line.
    public const int Current = 1;
}
