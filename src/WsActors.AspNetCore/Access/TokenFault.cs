namespace WsActors.AspNetCore.Access;

/// <summary>Names every reason for rejecting a token.</summary>
/// <param name="Cause">A stable name from a fixed set, used as the metric's label.</param>
/// <param name="Message">One line for the client, which names the fault and contains no part of the token.</param>
internal sealed record TokenFault(string Cause, string Message)
{
    public static readonly TokenFault Malformed = new("malformed_token", "the token is not a signed JSON Web Token");
    public static readonly TokenFault Unsigned = new("unsigned_token", "the token is not signed");
    public static readonly TokenFault AlgorithmNotAllowed = new("algorithm_not_allowed", "the token's algorithm is not allowed here");
    public static readonly TokenFault UnknownKey = new("unknown_key", "the token's key is not known here");
    public static readonly TokenFault WrongSignature = new("wrong_signature", "the token's signature is wrong");
    public static readonly TokenFault Expired = new("expired", "the token has expired: get a new one");
    public static readonly TokenFault NotYetValid = new("not_yet_valid", "the token is not valid yet");
    public static readonly TokenFault NoExpiry = new("no_expiry", "the token has no end: it needs exp");
    public static readonly TokenFault WrongAudience = new("wrong_audience", "the token is for another audience");
    public static readonly TokenFault WrongIssuer = new("wrong_issuer", "the token is of another issuer");

    /// <summary>The keys have not been fetched yet, so the token cannot be verified.</summary>
    public static readonly TokenFault KeysUnavailable = new("keys_unavailable", "the keys that tokens are checked with are not here yet: try again");

    public static TokenFault TooLarge(int limit) => new("token_too_large", $"the token is over {limit} bytes");

    /// <param name="claim">The configured name of the claim.</param>
    /// <param name="expected">The expected kind of value.</param>
    public static TokenFault InvalidClaim(string claim, string expected) => new("invalid_claim", $"the token's claim {claim} must be {expected}");
}
