using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>Reads the keys of a JSON Web Key Set (RFC 7517 §5) that can verify tokens, and ignores the others.</summary>
internal static class KeySetReader
{
    private const int MinRsaBits = 2048;

    /// <summary>Returns the keys of the set; empty if the JSON is not a key set.</summary>
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
        // Encryption keys do not sign, and a key that names its algorithm is used with that one only.
        if (AlgorithmOf(key) is not { } algorithm || key.Use is not (null or "sig") || (key.Alg ?? $"{algorithm}") != $"{algorithm}")
            return null;

        return new TokenKey(key.Kid, algorithm, key);
    }

    // A symmetric key ("oct") that anyone can fetch is not a secret.
    private static TokenAlgorithm? AlgorithmOf(JsonWebKey key) => key.Kty switch
    {
        "RSA" when key is { N: not null, E: not null, KeySize: >= MinRsaBits } => TokenAlgorithm.RS256,
        "EC" when key is { Crv: "P-256", X: not null, Y: not null } => TokenAlgorithm.ES256,
        _ => null,
    };
}
