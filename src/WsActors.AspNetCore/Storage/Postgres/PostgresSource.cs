using Npgsql;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Reads the connection string, and adds what the store relies on.</summary>
internal static class PostgresSource
{
    public const string Key = "WsActors:Storage:Postgres";

    private const string PathKey = "WsActors:Storage:PostgresPath";

    // Each lane and the upkeep use some ten statements.
    private const int PreparedStatements = 40;

    // The wait for the answer to a cancelled statement, before the connection is dropped.
    private const int CancellationMilliseconds = 500;

    /// <summary>Makes the source of connections. They are not pooled, because each lane keeps its own.</summary>
    /// <exception cref="InvalidConfigurationException">The connection string cannot be used. The message does not hold it.</exception>
    public static NpgsqlDataSource Of(StorageSettings settings)
    {
        var builder = Parse(settings);
        var seconds = (int)Math.Ceiling(settings.PostgresTimeout.TotalSeconds);
        builder.Pooling = false;
        builder.Enlist = false;
        builder.Timeout = seconds;
        builder.CommandTimeout = seconds;
        builder.CancellationTimeout = CancellationMilliseconds;
        builder.TcpKeepAlive = true;
        builder.ApplicationName ??= "wsactors";
        if (builder.MaxAutoPrepare == 0)
            builder.MaxAutoPrepare = PreparedStatements;

        // Its default looks for a library of Kerberos, and complains on standard error where there is none, as on Alpine.
        if (builder.GssEncryptionMode == GssEncryptionMode.Prefer)
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        return new NpgsqlDataSourceBuilder(builder.ConnectionString).Build();
    }

    /// <summary>The database in words, without its password.</summary>
    public static string NameOf(NpgsqlDataSource source)
    {
        var builder = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"{builder.Username}@{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}";
    }

    private static NpgsqlConnectionStringBuilder Parse(StorageSettings settings)
    {
        var (key, text) = settings.Postgres.Length > 0 ? (Key, settings.Postgres) : (PathKey, ReadFile(settings.PostgresPath));
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new InvalidConfigurationException(key, "…", "it is not a connection string such as \"Host=db;Username=wsactors;Password=…;Database=wsactors\"");
        }

        return builder.Host is { Length: > 0 } ? builder : throw new InvalidConfigurationException(key, "…", "it needs a Host");
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(PathKey, path, $"it cannot be read: {fault.Message}");
        }
    }
}
