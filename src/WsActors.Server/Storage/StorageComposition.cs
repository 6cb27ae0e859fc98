using WsActors.Actors.Topics.Storage;
using WsActors.Server.Options;

namespace WsActors.Server.Storage;

/// <summary>Puts the store of durable topics into the host, where a rule asks for it.</summary>
internal static class StorageComposition
{
    /// <summary>Opens the store's file, before anything else is started; null where no topic is durable.</summary>
    public static HistoryDatabase? OpenHistory(this ServerConfiguration configuration) =>
        configuration.Server.Topics.Rules.Any(rule => rule.History.Durable) ? HistoryDatabase.Open(configuration.Server.Storage) : null;

    public static void AddStorage(this WebApplicationBuilder builder, HistoryDatabase? database)
    {
        builder.Services.AddSingleton<StorageState>();
        if (database is null)
            return;

        // Made by the container, so that it is closed with it, which is after the actors have stopped.
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton<IHistoryStore, HistoryStore>();
    }
}
