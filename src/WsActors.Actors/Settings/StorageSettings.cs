using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Settings of the store for durable topics' histories. Section <c>WsActors:Storage</c>.</summary>
public sealed record StorageSettings
{
    /// <summary>
    /// A directory on a local disk that only this process uses. Required if a rule has <see cref="HistoryRule.Durable"/>, unless
    /// PostgreSQL is used.
    /// </summary>
    public string Directory { get; init; } = string.Empty;

    /// <summary>Bytes that the store's file may grow to; above it, publications to durable topics are refused. A write-ahead log of some 64 MiB comes on top.</summary>
    [Range(typeof(long), "1048576", "1099511627776")]
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Maximum number of durable topics with publications; further ones are refused.</summary>
    [Range(1, 10_000_000)]
    public int MaxTopics { get; init; } = 100_000;

    /// <summary>The time for which a durable topic's epoch and offset are kept after its last message has expired.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of publications of all topics together that may wait for the disk; further ones are refused.</summary>
    [Range(1024 * 1024, int.MaxValue)]
    public int MaxWaitingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The connection string of a PostgreSQL database that holds the histories in place of a file; never shown.</summary>
    [Secret]
    public string Postgres { get; init; } = string.Empty;

    /// <summary>A file that holds the connection string.</summary>
    public string PostgresPath { get; init; } = string.Empty;

    /// <summary>Connections to PostgreSQL that carry out the topics' requests; one more is for upkeep.</summary>
    [Range(1, 64)]
    public int PostgresConnections { get; init; } = 4;

    /// <summary>The time in which a request must be carried out, waiting and a broken connection included; then it fails.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan PostgresTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>True if the histories are in PostgreSQL.</summary>
    public bool IsInPostgres => Postgres.Length > 0 || PostgresPath.Length > 0;
}
