using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Storage;
using WsActors.AspNetCore.Storage.Postgres;

namespace WsActors.AspNetCore.Hosting;

/// <summary>Adds the store of durable topics to the host if a rule needs it.</summary>
internal static class StorageComposition
{
    /// <summary>Opens the file or the database of the store before anything else starts; null if no topic is durable.</summary>
    public static async Task<IAsyncDisposable?> OpenHistoryAsync(this ServerConfiguration configuration)
    {
        var storage = configuration.Server.Storage;
        if (!configuration.Server.Topics.Rules.Any(rule => rule.History.Durable))
            return null;

        return storage.IsInPostgres
            ? await PostgresDatabase.OpenAsync(storage, isShared: configuration.Cluster.IsOn())
            : new OpenedFile(HistoryFile.Open(storage));
    }

    public static void AddStorage(this IServiceCollection services, IAsyncDisposable? history)
    {
        services.AddSingleton<StorageState>();

        // Created by the container, so that it is disposed with it, after the actors have stopped.
        if (history is OpenedFile opened)
        {
            services.AddSingleton(_ => opened.File);
            services.AddSingleton<IHistoryStore, HistoryStore>();
        }
        else if (history is PostgresDatabase database)
        {
            services.AddSingleton(_ => database);
            services.AddSingleton<IHistoryStore, PostgresStore>();
        }
    }

    private sealed class OpenedFile(HistoryFile file) : IAsyncDisposable
    {
        public HistoryFile File { get; } = file;

        public ValueTask DisposeAsync()
        {
            File.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
