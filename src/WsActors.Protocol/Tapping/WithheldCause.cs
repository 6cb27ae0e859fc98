namespace WsActors.Protocol.Tapping;

/// <summary>The causes for which a payload is not shown.</summary>
public static class WithheldCause
{
    /// <summary>The rule of a topic redacts it, or some rule redacts and the topic cannot be known.</summary>
    public const string Rule = "rule";

    /// <summary>It carries a token.</summary>
    public const string Token = "token";

    /// <summary>It is a later part of a message, whose beginning decides what may be shown.</summary>
    public const string Continuation = "continuation";

    /// <summary>It is compressed, and only together with earlier messages could it be inflated.</summary>
    public const string Compressed = "compressed";
}
