using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>All keys that tokens may be checked with. Safe on any thread.</summary>
internal sealed class KeyRing(IReadOnlyList<TokenKey> configured, IReadOnlyList<KeySet> keySets)
{
    public IReadOnlyList<KeySet> KeySets { get; } = keySets;

    /// <summary>The keys for a token's algorithm and <c>kid</c>, as it says them; none: nobody here has such a key.</summary>
    /// <returns>Null where a key set has never been fetched, so that nobody knows.</returns>
    public async ValueTask<IReadOnlyList<TokenKey>?> FindAsync(TokenAlgorithm algorithm, string? id)
    {
        var found = configured.Where(key => key.Algorithm == algorithm && key.IsFor(id)).ToList();
        if (algorithm == TokenAlgorithm.HS256 || (id is not null && found.Any(key => key.Id == id)))
            return found;

        var isMissing = false;
        foreach (var set in KeySets)
        {
            if (await set.FindAsync(algorithm, id) is { } keys)
                found.AddRange(keys);
            else
                isMissing = true;
        }

        return found.Count == 0 && isMissing ? null : found;
    }
}
