using WsActors.Protocol.Access;

namespace WsActors.AspNetCore.Access;

/// <summary>The result of verifying a token.</summary>
/// <param name="Identity">The identity of the client; null if the token was rejected.</param>
/// <param name="Fault">The reason for the rejection; null if the token was accepted.</param>
internal readonly record struct TokenResult(Identity? Identity, TokenFault? Fault)
{
    public static implicit operator TokenResult(Identity identity) => new(identity, null);

    public static implicit operator TokenResult(TokenFault fault) => new(null, fault);
}
