using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>Converts exceptions of PostgreSQL. The codes are those of its manual's appendix A.</summary>
internal static class PostgresFaults
{
    private static readonly string[] PassingClasses = ["08", "25", "40", "53", "55", "57", "58"];
    private static readonly string[] OurClasses = ["21", "22", "23", "42"];

    /// <summary>True for a fault that may end without a change of settings.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        StorageException => true,
        PostgresException refused => PassingClasses.Contains(refused.SqlState[..2]),
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException failed => failed.InnerException is SocketException or IOException or TimeoutException or OperationCanceledException,
        _ => exception is SocketException or IOException or TimeoutException or OperationCanceledException,
    };

    /// <summary>True if the tables are not there any more, or not yet.</summary>
    public static bool IsOfMissingTables(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName };

    /// <summary>True if one of several statements may be at fault and the others not.</summary>
    public static bool IsOfOneStatement(Exception exception) => exception is PostgresException refused && OurClasses.Contains(refused.SqlState[..2]);

    public static StorageFault FaultOf(Exception exception) => exception switch
    {
        StorageException refused => refused.Fault,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StorageFault(
            StorageFault.Full, "the disk of PostgreSQL has no room for the histories of durable topics: free it"),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => new StorageFault(
            StorageFault.Damaged, "the histories of durable topics are damaged in PostgreSQL: see the server's log"),
        _ when IsOfMissingTables(exception) => Unusable,
        _ when IsOfOneStatement(exception) && exception is not PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => Internal,
        NpgsqlException or InvalidConfigurationException => Unusable,
        _ => IsOutage(exception) ? Unusable : Internal,
    };

    /// <summary>The cause in one line for operators.</summary>
    public static string Explain(Exception exception) => exception switch
    {
        PostgresException refused => $"{OneLine(refused.MessageText)} (SQLSTATE {refused.SqlState})",
        NpgsqlException { InnerException: { } inner } failed when inner is not NpgsqlException && !failed.Message.Contains(inner.Message, StringComparison.Ordinal) =>
            $"{OneLine(failed.Message)}: {OneLine(inner.Message)}",
        OperationCanceledException or TimeoutException => "it does not answer within WsActors:Storage:PostgresTimeout",
        StorageException refused => refused.Fault.Message,
        _ => OneLine(exception.Message),
    };

    private static StorageFault Unusable { get; } = new(
        StorageFault.InputOutput, "PostgreSQL, which holds the histories of durable topics, cannot be used: see the server's log");

    private static StorageFault Internal { get; } = new(
        StorageFault.Internal, "the store of durable topics failed: see the server's log");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
