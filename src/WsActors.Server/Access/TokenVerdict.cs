using WsActors.Protocol.Access;

namespace WsActors.Server.Access;

/// <summary>What came of judging a token.</summary>
/// <param name="Identity">Who it makes of its bearer; null where it is not taken.</param>
/// <param name="Fault">Why it is not taken; null where it is.</param>
internal readonly record struct TokenVerdict(Identity? Identity, TokenFault? Fault)
{
    public static implicit operator TokenVerdict(Identity identity) => new(identity, null);

    public static implicit operator TokenVerdict(TokenFault fault) => new(null, fault);
}
