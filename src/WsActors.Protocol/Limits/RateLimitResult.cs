namespace WsActors.Protocol.Limits;

/// <summary>The result of an attempt against a <see cref="RateLimit"/>.</summary>
public enum RateLimitResult : byte
{
    Within,

    /// <summary>Faster than the limit.</summary>
    Over,

    /// <summary>Faster, and a whole burst has been over it already: refusals do not help.</summary>
    Flooding,
}
