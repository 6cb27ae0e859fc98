using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>Takes from a JSON Web Key Set (RFC 7517 §5) what tokens may be checked with, and leaves the rest.</summary>
internal static class KeySetReader
{
    private const int MinRsaBits = 2048;

    /// <summary>The keys of the set; none where it is no key set at all.</summary>
    public static IReadOnlyList<TokenKey> Read(string json, IReadOnlyList<TokenAlgorithm> allowed)
    {
        try
        {
            return [.. new JsonWebKeySet(json).Keys.Select(Read).OfType<TokenKey>().Where(key => allowed.Contains(key.Algorithm))];
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException)
        {
            return [];
        }
    }

    private static TokenKey? Read(JsonWebKey key)
    {
        // A key for encryption signs nothing, and one that names its algorithm is for no other.
        if (AlgorithmOf(key) is not { } algorithm || key.Use is not (null or "sig") || (key.Alg ?? $"{algorithm}") != $"{algorithm}")
            return null;

        return new TokenKey(key.Kid, algorithm, key);
    }

    // A secret ("oct") that everybody can fetch is none.
    private static TokenAlgorithm? AlgorithmOf(JsonWebKey key) => key.Kty switch
    {
        "RSA" when key is { N: not null, E: not null, KeySize: >= MinRsaBits } => TokenAlgorithm.RS256,
        "EC" when key is { Crv: "P-256", X: not null, Y: not null } => TokenAlgorithm.ES256,
        _ => null,
    };
}
