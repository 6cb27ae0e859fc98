using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A test with a real PostgreSQL: skipped with the reason where it is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute([CallerMemberName] string test = "") => this.SkipBecause(PostgresTools.SkipReason, test);
}
