using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>What becomes of clients that show no token.</summary>
public enum Anonymous
{
    Allowed,
    Refused,
}

/// <summary>Clients' tokens (JWT, RFC 7519): looked at where there are keys for them. Section <c>WsActors:Tokens</c>.</summary>
public sealed record TokenOptions
{
    /// <summary>Allowed: a stranger may do what the topics' rules let anyone do.</summary>
    public Anonymous Anonymous { get; init; } = Anonymous.Allowed;

    /// <summary>Keys that are known from the start.</summary>
    public IReadOnlyList<TokenKeyOptions> Keys { get; init; } = [];

    /// <summary>Keys that an identity provider publishes.</summary>
    public KeySetOptions KeySets { get; init; } = new();

    /// <summary>All that a token may be signed with; anything else, "none" above all, is refused (RFC 8725 §3.1).</summary>
    public IReadOnlyList<TokenAlgorithm> Algorithms { get; init; } = [TokenAlgorithm.HS256, TokenAlgorithm.RS256, TokenAlgorithm.ES256];

    /// <summary>A token must be for one of these; none: its audience is not looked at, which only keys of our own allow.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>A token must come from one of these; none: its issuer is not looked at.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>How much the issuer's clock may differ from ours (RFC 7519 §4.1.4: "no more than a few minutes").</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a token without an end is refused.</summary>
    public bool RequireExpiry { get; init; } = true;

    /// <summary>How long before its token's end a client is asked for a new one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan RefreshBefore { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a token. In a handshake <c>Push:MaxRequestBytes</c> bounds it as well.</summary>
    [Range(128, 65536)]
    public int MaxBytes { get; init; } = 4096;

    /// <summary>Which claims say what.</summary>
    public TokenClaimOptions Claims { get; init; } = new();

    internal bool IsOn => Keys.Count > 0 || KeySets.Urls.Count > 0;
}
