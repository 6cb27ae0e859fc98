using System.ComponentModel.DataAnnotations;

namespace WsActors.AspNetCore.Options;

/// <summary>Decides about clients without a token.</summary>
internal enum Anonymous
{
    Allowed,
    Refused,
}

/// <summary>
/// Settings of clients' tokens (JWT, RFC 7519), which are verified if keys are configured. Section <c>WsActors:Tokens</c>.
/// </summary>
internal sealed record TokenOptions
{
    /// <summary>Decides about clients without a token. If they are allowed, they may do what the topic rules permit for everyone.</summary>
    public Anonymous Anonymous { get; init; } = Anonymous.Allowed;

    /// <summary>Keys from the configuration.</summary>
    public IReadOnlyList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>Key sets of identity providers.</summary>
    public KeySetOptions KeySets { get; init; } = new();

    /// <summary>Accepted signature algorithms; any other, in particular "none", is refused (RFC 8725 §3.1).</summary>
    public IReadOnlyList<TokenAlgorithm> Algorithms { get; init; } = [TokenAlgorithm.HS256, TokenAlgorithm.RS256, TokenAlgorithm.ES256];

    /// <summary>Accepted audiences. An empty list accepts every audience, which is allowed with configured keys only.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>Accepted issuers. An empty list accepts every issuer.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>Tolerated difference between the clocks of issuer and server (RFC 7519 §4.1.4: "no more than a few minutes").</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True to refuse tokens without an expiry time.</summary>
    public bool RequireExpiry { get; init; } = true;

    /// <summary>Time before a token's expiry at which the client is asked for a new one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RefreshBefore { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest size of a token in bytes. In a handshake <c>Push:MaxRequestBytes</c> also applies.</summary>
    [Range(128, 65536)]
    public int MaxBytes { get; init; } = 4096;

    /// <summary>The names of the claims.</summary>
    public TokenClaimOptions Claims { get; init; } = new();

    internal bool IsOn => Keys.Count > 0 || KeySets.Urls.Count > 0;
}
