namespace WsActors.Protocol.Handshake;

/// <summary>Whose pages may connect (RFC 6455 §10.2). Immutable; without a pattern, everyone's.</summary>
public sealed class OriginPolicy(IEnumerable<OriginPattern> patterns)
{
    private readonly OriginPattern[] _patterns = [.. patterns];

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
