using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections;

/// <summary>The interval at which deadlines are checked: a quarter of the shortest one, between 20 ms and 1 s.</summary>
internal static class HeartbeatInterval
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static TimeSpan For(PushSettings settings)
    {
        TimeSpan[] deadlines =
        [
            settings.HandshakeTimeout, settings.KeepAliveInterval, settings.PongTimeout,
            settings.IdleTimeout, settings.CloseTimeout, settings.SendTimeout,
            settings.MessageTimeout,
        ];
        var quarter = deadlines.Min() / 4;
        return TimeSpan.FromTicks(Math.Clamp(quarter.Ticks, Shortest.Ticks, Longest.Ticks));
    }
}
