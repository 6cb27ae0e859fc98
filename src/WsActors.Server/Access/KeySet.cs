using WsActors.Actors.Telemetry;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>
/// The keys that an identity provider publishes at one address. The last good ones stay until others have come; nobody's
/// questions cause more fetches than the settings allow. Safe on any thread.
/// </summary>
internal sealed partial class KeySet(
    Uri url, HttpClient http, TokenOptions options, ServerTelemetry telemetry, TimeProvider time, ILogger<KeySet> log)
{
    /// <summary>While there are no keys at all, nobody can come in: the next try is soon.</summary>
    private static readonly TimeSpan FirstKeysInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // A query may hold a secret.
    private readonly string _shown = url.GetLeftPart(UriPartial.Path);
    private volatile IReadOnlyList<TokenKey>? _keys;
    private Task _fetch = Task.CompletedTask;
    private long? _fetchedAt;

    /// <summary>The keys for an algorithm and <c>kid</c>; null while none have ever come.</summary>
    public async ValueTask<IReadOnlyList<TokenKey>?> FindAsync(TokenAlgorithm algorithm, string? id)
    {
        // A key without an id is a candidate for every token, and the token's own key may have come since.
        if (Find(algorithm, id) is { Count: > 0 } known && (id is null || known.Any(key => key.Id == id)))
            return known;

        await FetchUnlessRecentAsync();
        return Find(algorithm, id);
    }

    /// <summary>Fetches the keys anew; a second call joins a fetch that is under way.</summary>
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

    /// <summary>When the next regular fetch is due, counted from now.</summary>
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
            using var patience = new CancellationTokenSource(options.KeySets.Timeout, time);
            var json = await http.GetStringAsync(url, patience.Token).ConfigureAwait(false);
            var keys = KeySetReader.Read(json, options.Algorithms);
            if (keys.Count == 0)
                throw new InvalidDataException("it holds no key that may be used here");

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

    [LoggerMessage(EventId = 40, Level = LogLevel.Information, Message = "Token keys of {Url}: {Count}")]
    private partial void LogLoaded(string url, int count);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "The token keys of {Url} could not be fetched and the {Count} old ones stay in use: {Reason}")]
    private partial void LogFailed(string url, int count, string reason);
}
