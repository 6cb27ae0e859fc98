using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>Holds all keys that can verify tokens. Thread-safe.</summary>
internal sealed class KeyRing(IReadOnlyList<TokenKey> configured, IReadOnlyList<KeySet> keySets)
{
    private volatile IReadOnlyList<TokenKey> _configured = configured;

    public IReadOnlyList<KeySet> KeySets { get; } = keySets;

    /// <summary>Replaces the keys of the settings. Clients whose tokens were verified before stay connected.</summary>
    public void Use(IReadOnlyList<TokenKey> keys) => _configured = keys;

    /// <summary>Returns the keys for a token's algorithm and <c>kid</c>; empty if there is no such key.</summary>
    /// <returns>Null if a key set has never been fetched, so that its keys are unknown.</returns>
    public async ValueTask<IReadOnlyList<TokenKey>?> FindAsync(TokenAlgorithm algorithm, string? id)
    {
        var found = _configured.Where(key => key.Algorithm == algorithm && key.IsFor(id)).ToList();
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
