using System.Diagnostics.Metrics;
using Npgsql;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Storage.Postgres;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Logs;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A database of durable histories, and the store over it as one process after the other has it.</summary>
internal sealed class PostgresHistory : StoreClient
{
    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly bool _isShared;
    private PostgresStore? _store;

    /// <param name="server">The server.</param>
    /// <param name="name">The database; null makes one.</param>
    /// <param name="settings">Settings beside the connection string.</param>
    /// <param name="isShared">True for a node of a cluster.</param>
    /// <param name="account">Another account, with its password.</param>
    /// <param name="port">Another port, which leads to the server.</param>
    public PostgresHistory(
        PostgresServer server, string? name = null, StorageSettings? settings = null, bool isShared = false,
        (string Name, string Password)? account = null, int? port = null)
    {
        Name = name ?? server.CreateDatabase();
        var to = new NpgsqlConnectionStringBuilder(server.To(Name));
        (to.Username, to.Password) = account ?? (to.Username!, to.Password!);
        to.Port = port ?? to.Port;
        Settings = (settings ?? new StorageSettings()) with { Postgres = to.ConnectionString };
        _isShared = isShared;
    }

    /// <summary>The settings of a server with durable topics "durable.*" in PostgreSQL.</summary>
    public static string[] Program(string connectionString, params string[] more) =>
        [.. DurableServer.Settings(string.Empty, more), $"--WsActors:Storage:Postgres={connectionString}"];

    public string Name { get; }

    public override StorageSettings Settings { get; }

    /// <summary>The lines that the store has logged.</summary>
    public LogLines<PostgresStore> Log { get; } = new();

    public override string Logged => string.Join('\n', Log.Lines);

    protected override IHistoryStore Store => _store!;

    public override void Begin()
    {
        var database = PostgresDatabase.OpenAsync(Settings, _isShared).GetAwaiter().GetResult();
        _store = new PostgresStore(database, State, new ServerTelemetry(_meter), TimeProvider.System, Log);
    }

    public PostgresHistory Open()
    {
        Begin();
        return this;
    }

    /// <summary>Waits until the store accepts publications.</summary>
    public Task ExpectHealthyAsync() => Eventually.HoldsAsync(() =>
    {
        Assert.True(State.Fault is null, Logged);
        return Task.CompletedTask;
    });

    /// <summary>Submits a read under a right.</summary>
    public void Submit(StorageFence fence) => Store.Submit(new StorageRequest.Load(News, Box) { Fence = fence });

    public override void Close() => _store?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override void Dispose()
    {
        base.Dispose();
        _meter.Dispose();
    }
}
