using Microsoft.IdentityModel.Tokens;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>A key and the only algorithm that it may be used with.</summary>
/// <param name="Id">The <c>kid</c> that a token must have; null tries the key for every token of its algorithm.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Key">The secret or public key.</param>
internal sealed record TokenKey(string? Id, TokenAlgorithm Algorithm, SecurityKey Key)
{
    /// <summary>Returns true if a token with this <c>kid</c> may be signed with this key.</summary>
    public bool IsFor(string? id) => id is null || Id is null || Id == id;
}
