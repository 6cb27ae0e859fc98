using Microsoft.IdentityModel.Tokens;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>A key and the one algorithm that it may be used with.</summary>
/// <param name="Id">What a token's <c>kid</c> must be; null: it is tried for every token of its algorithm.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Key">The secret or public key.</param>
internal sealed record TokenKey(string? Id, TokenAlgorithm Algorithm, SecurityKey Key)
{
    /// <summary>Whether a token with this <c>kid</c> may be signed with it.</summary>
    public bool IsFor(string? id) => id is null || Id is null || Id == id;
}
