using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Decides at which rate a node is drained, and how long that may take.</summary>
internal static class DrainPace
{
    // The rest is for the peers of the last goodbyes, which have to answer the close.
    private const double PartForGoodbyes = 0.8;

    /// <summary>
    /// Returns the settings with the rate and the timeout that are in force. The end of a process is timed, so the rate is raised if the
    /// timeout could not be kept: clients that are cut would return all at once. Where nothing waits for the end, the timeout is raised
    /// instead.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rate">The rate that the request names; null for that of the settings.</param>
    /// <param name="connections">The connections to send away.</param>
    /// <param name="isFinal">True if the process ends after the drain.</param>
    public static DrainSettings Of(DrainSettings settings, int? rate, int connections, bool isFinal)
    {
        var perSecond = rate ?? settings.ConnectionsPerSecond;
        if (perSecond == 0)
            return settings;
        if (!isFinal)
            return settings with { ConnectionsPerSecond = perSecond, Timeout = settings.Timeout + TimeSpan.FromSeconds((double)connections / perSecond) };

        var slowest = (int)Math.Ceiling(connections / (settings.Timeout.TotalSeconds * PartForGoodbyes));
        return settings with { ConnectionsPerSecond = Math.Max(perSecond, slowest) };
    }
}
