using System.ComponentModel.DataAnnotations;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Settings;

/// <summary>
/// The limits of the history that a topic keeps for returning subscribers. When any limit is exceeded, the oldest messages are dropped.
/// </summary>
public sealed record HistoryRule
{
    /// <summary>Maximum number of messages; 0 keeps none.</summary>
    [Range(0, 1_000_000)]
    public int Messages { get; init; }

    /// <summary>Maximum age of a message (Centrifugo's examples: 5 minutes, which outlasts a tunnel and a redeploy).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Age { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Maximum number of bytes, bookkeeping included.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int Bytes { get; init; } = 1024 * 1024;

    /// <summary>True if the history outlives the process, in <see cref="StorageSettings.Directory"/>. A publication is answered and delivered once it is on the disk.</summary>
    public bool Durable { get; init; }

    internal HistoryLimits ToLimits() => Messages == 0 ? HistoryLimits.None : new HistoryLimits(Messages, Age, Bytes);
}
