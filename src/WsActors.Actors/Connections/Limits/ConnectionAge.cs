using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Limits;

/// <summary>
/// The age at which a connection is rotated: the setting, shifted by up to a tenth. The shift follows from the connection's id, so that
/// connections that were opened together do not end together, and nothing has to be remembered.
/// </summary>
internal static class ConnectionAge
{
    private const double Shift = 0.1;

    /// <summary>The time at which a connection reaches its age; never for an age of zero.</summary>
    public static TimeSpan EndOf(TimeSpan acceptedAt, ConnectionId id, TimeSpan maxAge) => maxAge == TimeSpan.Zero
        ? TimeSpan.MaxValue
        : acceptedAt + (maxAge * (1 - Shift + (2 * Shift * FractionOf(id.Value))));

    // The finalizer of SplitMix64: successive ids get fractions that have nothing to do with each other.
    private static double FractionOf(ulong id)
    {
        id = (id ^ (id >> 30)) * 0xBF58476D1CE4E5B9;
        id = (id ^ (id >> 27)) * 0x94D049BB133111EB;
        return (id ^ (id >> 31)) / (double)ulong.MaxValue;
    }
}
