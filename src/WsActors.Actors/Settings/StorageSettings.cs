using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Where the histories of durable topics are kept, and how much of them. Section <c>WsActors:Storage</c>.</summary>
public sealed record StorageSettings
{
    /// <summary>A directory on a local disk, this process' alone. Needed as soon as a rule has <see cref="HistoryRule.Durable"/>.</summary>
    public string Directory { get; init; } = string.Empty;

    /// <summary>Bytes that the store's file may grow to; beyond, publications to durable topics are refused. A log of writes of some 64 MiB stands beside it.</summary>
    [Range(typeof(long), "1048576", "1099511627776")]
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Durable topics that something was published to; a new one beyond is refused.</summary>
    [Range(1, 10_000_000)]
    public int MaxTopics { get; init; } = 100_000;

    /// <summary>How long a durable topic's epoch and offset are kept once the last of its messages is too old.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of publications that may wait for the disk, those of all topics together; more are refused.</summary>
    [Range(1024 * 1024, int.MaxValue)]
    public int MaxWaitingBytes { get; init; } = 64 * 1024 * 1024;
}
