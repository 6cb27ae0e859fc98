using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Access;

/// <summary>A token as a client sent it, not verified yet. Its text form is a placeholder, so that no log can contain it.</summary>
/// <param name="Text">The token.</param>
public sealed record BearerToken(string Text)
{
    private const string Scheme = "Bearer ";

    /// <summary>True if it came in the address, which proxies log.</summary>
    public bool IsInAddress { get; init; }

    /// <summary>
    /// The token of a handshake: an Authorization header, <c>access_token</c> in the query, or a subprotocol entry <c>bearer.TOKEN</c>,
    /// which is all that a browser can send. Null if there is none.
    /// </summary>
    /// <param name="request">The handshake.</param>
    /// <param name="refusal">Not null where there are several: RFC 6750 §2, "MUST NOT use more than one method".</param>
    public static BearerToken? Of(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var parameter = request.QueryParameter("access_token");
        string[] sent =
        [
            .. FromHeader(request.Authorization),
            .. parameter is not null ? [parameter] : Array.Empty<string>(),
            .. request.Subprotocols.Select(Subprotocols.TokenOf).OfType<string>(),
        ];
        refusal = sent.Length > 1 ? HandshakeRefusals.SeveralTokens : null;
        return sent.Length == 1 ? new BearerToken(sent[0]) { IsInAddress = parameter is not null } : null;
    }

    public override string ToString() => "a token";

    // RFC 9110 §11.1: the scheme's name is compared without case. Other schemes may be a proxy's, and are none of ours.
    private static string[] FromHeader(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? [authorization[Scheme.Length..].Trim()]
            : [];
}
