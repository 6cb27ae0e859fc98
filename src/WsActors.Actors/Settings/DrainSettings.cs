using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Settings of the drain. Section <c>WsActors:Drain</c>.</summary>
public sealed record DrainSettings
{
    /// <summary>The highest rate, in connections per second.</summary>
    public const int MaxConnectionsPerSecond = 1_000_000;

    /// <summary>The longest time that the whole drain may take; connections that are left then are cut.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Time over which the goodbyes are spread, so that the clients do not all return at once; shorter than <see cref="Timeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Spread { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Goodbyes per second, and at most as many returns per second. 0: the goodbyes are spread over <see cref="Spread"/>, however many there
    /// are, since a node that has few clients need not take long.
    /// </summary>
    [Range(0, MaxConnectionsPerSecond)]
    public int ConnectionsPerSecond { get; init; }

    /// <summary>Time between two waves of goodbyes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan WaveInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The upper bound of the random time after which clients are asked to return.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReconnectWithin { get; init; } = TimeSpan.FromSeconds(10);
}
