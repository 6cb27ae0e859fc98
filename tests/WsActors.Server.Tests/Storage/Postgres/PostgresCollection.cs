namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>The tests that share a server, each with a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
