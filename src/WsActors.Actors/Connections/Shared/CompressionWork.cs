using WsActors.Actors.Settings;
using WsActors.Protocol.Limits;

namespace WsActors.Actors.Connections.Shared;

/// <summary>The amount that may be inflated and deflated for one client, in whole kilobytes.</summary>
internal static class CompressionWork
{
    private const int Unit = 1024;

    /// <summary>Seconds' worth that may come at once.</summary>
    private const int BurstSeconds = 4;

    /// <summary>The limit in units; null for none.</summary>
    public static RateLimit? LimitOf(CompressionSettings settings)
    {
        if (settings.ClientBytesPerSecond == 0)
            return null;

        var perSecond = Math.Max(1, settings.ClientBytesPerSecond / Unit);
        return new RateLimit(perSecond, perSecond * BurstSeconds);
    }

    /// <summary>Units of work. Short messages cost none: <see cref="PushSettings.CommandsPerSecond"/> bounds those.</summary>
    public static int UnitsOf(long bytes) => (int)Math.Min(bytes / Unit, int.MaxValue);
}
