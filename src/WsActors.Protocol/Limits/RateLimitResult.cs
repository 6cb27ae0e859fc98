namespace WsActors.Protocol.Limits;

/// <summary>The result of an attempt against a <see cref="RateLimit"/>.</summary>
public enum RateLimitResult : byte
{
    Within,

    /// <summary>The limit is exceeded.</summary>
    Over,

    /// <summary>The limit is exceeded, and by a whole burst already: refusals do not help.</summary>
    Flooding,
}
