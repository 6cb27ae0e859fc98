using WsActors.Actors.Settings;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>The store in PostgreSQL.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Speed", "Slow")]
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract
{
    protected override StoreClient Open(StorageSettings? settings = null) => new PostgresHistory(server, settings: settings).Open();
}
