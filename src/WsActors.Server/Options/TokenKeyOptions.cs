namespace WsActors.Server.Options;

/// <summary>How a token may be signed (RFC 7518 §3.1).</summary>
public enum TokenAlgorithm
{
    /// <summary>HMAC with SHA-256: whoever can check a token can make one.</summary>
    HS256,

    /// <summary>RSA with SHA-256.</summary>
    RS256,

    /// <summary>ECDSA on the curve P-256 with SHA-256.</summary>
    ES256,
}

/// <summary>A key that tokens are checked with, for one algorithm: an RSA key is never taken for an HMAC secret.</summary>
public sealed record TokenKeyOptions
{
    /// <summary>What a token's <c>kid</c> must be; empty: this key is tried for every token of its algorithm.</summary>
    public string Id { get; init; } = string.Empty;

    public TokenAlgorithm Algorithm { get; init; }

    /// <summary>For HS256: at least 32 bytes; never shown.</summary>
    public string Secret { get; init; } = string.Empty;

    /// <summary>For RS256 and ES256: a public key in PEM.</summary>
    public string PublicKey { get; init; } = string.Empty;

    /// <summary>A file that holds the one or the other.</summary>
    public string Path { get; init; } = string.Empty;
}
