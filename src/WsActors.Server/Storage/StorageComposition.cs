using WsActors.Actors.Topics.Storage;
using WsActors.Server.Options;

namespace WsActors.Server.Storage;

/// <summary>Adds the store of durable topics to the host if a rule needs it.</summary>
internal static class StorageComposition
{
    /// <summary>Opens the store's file before anything else starts; null if no topic is durable.</summary>
    public static HistoryFile? OpenHistory(this ServerConfiguration configuration) =>
        configuration.Server.Topics.Rules.Any(rule => rule.History.Durable) ? HistoryFile.Open(configuration.Server.Storage) : null;

    public static void AddStorage(this WebApplicationBuilder builder, HistoryFile? file)
    {
        builder.Services.AddSingleton<StorageState>();
        if (file is null)
            return;

        // Created by the container, so that it is disposed with it, after the actors have stopped.
        builder.Services.AddSingleton(_ => file);
        builder.Services.AddSingleton<IHistoryStore, HistoryStore>();
    }
}
