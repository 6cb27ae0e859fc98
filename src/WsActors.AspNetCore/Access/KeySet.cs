using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>
/// The keys that an identity provider publishes at one address. They stay in use until newer ones have been fetched, and clients
/// cannot cause more fetches than the settings allow. Thread-safe.
/// </summary>
internal sealed partial class KeySet(
    Uri url, HttpClient http, TokenOptions options, ServerTelemetry telemetry, TimeProvider time, ILogger<KeySet> log)
{
    /// <summary>The interval between attempts while there are no keys at all, because no client can connect without them.</summary>
    private static readonly TimeSpan FirstKeysInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // A query may hold a secret.
    private readonly string _shown = url.GetLeftPart(UriPartial.Path);
    private volatile IReadOnlyList<TokenKey>? _keys;
    private Task _fetch = Task.CompletedTask;
    private long? _fetchedAt;

    /// <summary>Returns the keys for an algorithm and <c>kid</c>; null if none have been fetched yet.</summary>
    public async ValueTask<IReadOnlyList<TokenKey>?> FindAsync(TokenAlgorithm algorithm, string? id)
    {
        // A key without an id is a candidate for every token, and the token's own key may have been published since.
        if (Find(algorithm, id) is { Count: > 0 } known && (id is null || known.Any(key => key.Id == id)))
            return known;

        await FetchUnlessRecentAsync();
        return Find(algorithm, id);
    }

    /// <summary>Fetches the keys again. A second call joins a fetch that is in progress.</summary>
    public Task FetchAsync()
    {
        lock (_lock)
        {
            if (!_fetch.IsCompleted)
                return _fetch;

            _fetchedAt = time.GetTimestamp();
            return _fetch = ReadAsync();
        }
    }

    /// <summary>Returns the time until the next regular fetch.</summary>
    public TimeSpan NextFetchIn => _keys is null ? FirstKeysInterval : options.KeySets.RefreshInterval;

    private List<TokenKey>? Find(TokenAlgorithm algorithm, string? id) =>
        _keys?.Where(key => key.Algorithm == algorithm && key.IsFor(id)).ToList();

    private Task FetchUnlessRecentAsync()
    {
        lock (_lock)
        {
            var interval = _keys is null ? FirstKeysInterval : options.KeySets.UnknownKeyInterval;
            if (_fetch.IsCompleted && _fetchedAt is { } last && time.GetElapsedTime(last) < interval)
                return Task.CompletedTask;
        }

        return FetchAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.KeySets.Timeout, time);
            var json = await http.GetStringAsync(url, timeout.Token).ConfigureAwait(false);
            var keys = KeySetReader.Read(json, options.Algorithms);
            if (keys.Count == 0)
                throw new InvalidDataException("it holds no usable key");

            if (_keys is null)
                LogLoaded(_shown, keys.Count);
            _keys = keys;
            telemetry.Credentials.KeySetFetched("loaded");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or InvalidDataException)
        {
            telemetry.Credentials.KeySetFetched("failed");
            LogFailed(_shown, _keys?.Count ?? 0, fault is OperationCanceledException ? "it took too long" : fault.Message);
        }
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "Token keys loaded from {Url}: {Count}")]
    private partial void LogLoaded(string url, int count);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "The token keys of {Url} could not be fetched; the previous keys ({Count}) stay in use: {Reason}")]
    private partial void LogFailed(string url, int count, string reason);
}
