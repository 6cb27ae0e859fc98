using System.Data;
using Npgsql;

namespace WsActors.AspNetCore.Storage.Postgres;

/// <summary>A lane's connection, which is opened again after a fault, and its session. Used by one lane.</summary>
internal sealed class LaneConnection(PostgresDatabase database, PostgresHealth health)
{
    private NpgsqlConnection? _connection;
    private bool _isUncertain;

    /// <summary>The open connection.</summary>
    public NpgsqlConnection Open => _connection ?? throw new InvalidOperationException("the connection is used before it is open");

    /// <summary>The session; null before the first.</summary>
    public LaneSession? Session { get; private set; }

    /// <summary>True if the last commit whose answer did not come took effect.</summary>
    public bool ConfirmsLast => Session is { ConfirmsLast: true };

    /// <summary>Opens a connection and begins a session, unless there is one.</summary>
    public async Task EnsureAsync(TimeLimit limit)
    {
        if (_connection is { State: ConnectionState.Open })
            return;

        Drop();
        (_connection, Session) = await limit.RunAsync(BeginAsync);
        _isUncertain = false;
        health.ReportSetBack();
    }

    /// <summary>Runs the step that ends with a commit.</summary>
    public async Task CommitAsync(Func<CancellationToken, Task> step, TimeLimit limit)
    {
        _isUncertain = true;
        await limit.RunAsync(step);
        (_isUncertain, Session) = (false, Session!.Committed());
    }

    /// <summary>Gives the connection up.</summary>
    public void Drop()
    {
        if (_connection is not { } connection)
            return;

        _connection = null;

        // Closing one that is busy may take as long as whatever it waits for.
        _ = Task.Run(async () => await connection.DisposeAsync());
    }

    private async Task<(NpgsqlConnection Connection, LaneSession Session)> BeginAsync(CancellationToken until)
    {
        var connection = await database.ConnectAsync(until);
        try
        {
            return (connection, await LaneSession.BeginAsync(database, connection, Session, _isUncertain, until));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
