using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>The algorithm that signs a token (RFC 7518 §3.1).</summary>
internal enum TokenAlgorithm
{
    /// <summary>HMAC with SHA-256. The key that verifies tokens can also create them.</summary>
    HS256,

    /// <summary>RSA with SHA-256.</summary>
    RS256,

    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,
}

/// <summary>A key that verifies tokens of one algorithm, so that an RSA key is never used as an HMAC secret.</summary>
internal sealed record TokenKeyOptions
{
    /// <summary>The <c>kid</c> that a token must have; empty tries this key for every token of its algorithm.</summary>
    public string Id { get; init; } = string.Empty;

    public TokenAlgorithm Algorithm { get; init; }

    /// <summary>The secret for HS256: at least 32 bytes; never shown.</summary>
    [Secret]
    public string Secret { get; init; } = string.Empty;

    /// <summary>The public key for RS256 and ES256, in PEM.</summary>
    public string PublicKey { get; init; } = string.Empty;

    /// <summary>A file that holds the secret or the public key.</summary>
    public string Path { get; init; } = string.Empty;
}
