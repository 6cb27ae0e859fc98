using WsActors.Protocol.Http;

namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>Decides which origins' pages may connect (RFC 6455 §10.2). Immutable; without a pattern, all of them.</summary>
public sealed class OriginPolicy(IEnumerable<OriginPattern> patterns)
{
    private readonly OriginPattern[] _patterns = [.. patterns];

    /// <summary>
    /// Returns the refusal of a page's request; null if it is allowed. Browsers send no Origin with a GET of a same-origin page, whose
    /// origin is then the Host, nor with one that no script can read (an image, a link); Sec-Fetch-Site tells both from a client that is
    /// no browser.
    /// </summary>
    public HandshakeRefusal? FaultOf(HandshakeRequest request)
    {
        if (request.Origin is not null || _patterns.Length == 0)
            return Allows(request.Origin) ? null : HandshakeRefusals.OriginNotAllowed(request.Origin!);

        return request.FetchSite switch
        {
            "same-origin" when !Allows($"https://{request.Host}") && !Allows($"http://{request.Host}") =>
                HandshakeRefusals.OriginNotAllowed(request.Host),
            "same-site" or "cross-site" => HandshakeRefusals.OriginNotAllowed("other sites"),
            _ => null,
        };
    }

    /// <param name="origin">The Origin header; null where there is none: then it is no browser, and may say what it likes anyway.</param>
    public bool Allows(string? origin)
    {
        if (origin is null || _patterns.Length == 0)
            return true;

        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(origin))
                return true;
        }

        return false;
    }
}
