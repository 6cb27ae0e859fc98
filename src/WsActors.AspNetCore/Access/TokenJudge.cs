using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Access;

namespace WsActors.AspNetCore.Access;

/// <summary>
/// Verifies tokens. The key is selected here, by the token's algorithm first (RFC 8725 §3.1); the library then
/// checks the signature with that key, and the claims. Thread-safe.
/// </summary>
internal sealed class TokenJudge(TokenOptions options, KeyRing keys, TokenClaims claims)
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = options.MaxBytes };

    public async Task<TokenResult> JudgeAsync(BearerToken token)
    {
        if (Encoding.UTF8.GetByteCount(token.Text) > options.MaxBytes)
            return TokenFault.TooLarge(options.MaxBytes);

        try
        {
            return await JudgeAsync(new JsonWebToken(token.Text));
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException or JsonException or FormatException or InvalidOperationException)
        {
            // Some of the library's messages quote the token, so none is passed on.
            return TokenFault.Malformed;
        }
    }

    private async Task<TokenResult> JudgeAsync(JsonWebToken token)
    {
        // RFC 8725 §3.2: "none" is always refused. RFC 7515 §4.1.11: critical extensions must be understood.
        if (token.IsEncrypted || token.TryGetHeaderValue<object>("crit", out _))
            return TokenFault.Malformed;
        if (token.Alg.Equals("none", StringComparison.OrdinalIgnoreCase) || token.EncodedSignature.Length == 0)
            return TokenFault.Unsigned;
        if (!Enum.TryParse<TokenAlgorithm>(token.Alg, out var algorithm) || !options.Algorithms.Contains(algorithm) || $"{algorithm}" != token.Alg)
            return TokenFault.AlgorithmNotAllowed;

        var id = string.IsNullOrEmpty(token.Kid) ? null : token.Kid;
        if (await keys.FindAsync(algorithm, id) is not { } candidates)
            return TokenFault.KeysUnavailable;
        if (candidates.Count == 0)
            return TokenFault.UnknownKey;

        var result = await _handler.ValidateTokenAsync(token, Parameters(token.Alg, candidates));
        return result.IsValid ? claims.Read(token) : FaultOf(result.Exception);
    }

    private TokenValidationParameters Parameters(string algorithm, IReadOnlyList<TokenKey> candidates) => new()
    {
        IssuerSigningKeys = candidates.Select(key => key.Key),
        TryAllIssuerSigningKeys = true,
        ValidAlgorithms = [algorithm],
        RequireSignedTokens = true,
        RequireExpirationTime = options.RequireExpiry,
        ClockSkew = options.ClockSkew,
        ValidateAudience = options.Audiences.Count > 0,
        ValidAudiences = options.Audiences,
        ValidateIssuer = options.Issuers.Count > 0,
        ValidIssuers = options.Issuers,
        LogTokenId = false,
        LogValidationExceptions = false,
    };

    private static TokenFault FaultOf(Exception fault) => fault switch
    {
        SecurityTokenExpiredException => TokenFault.Expired,
        SecurityTokenNotYetValidException => TokenFault.NotYetValid,
        SecurityTokenNoExpirationException => TokenFault.NoExpiry,
        SecurityTokenInvalidAudienceException => TokenFault.WrongAudience,
        SecurityTokenInvalidIssuerException => TokenFault.WrongIssuer,
        SecurityTokenInvalidSignatureException => TokenFault.WrongSignature,
        _ => TokenFault.Malformed,
    };
}
