namespace WsActors.Protocol.Clients;

/// <summary>The topics that a message of either side concerns, as far as its first bytes show them: operators see some messages as they pass.</summary>
public sealed record MessageSubject
{
    /// <summary>The topics cannot be known.</summary>
    public static readonly MessageSubject Unknown = new();

    /// <summary>The message concerns no topic.</summary>
    public static readonly MessageSubject None = new() { IsKnown = true };

    /// <summary>The message concerns the only topic of its connection.</summary>
    public static readonly MessageSubject OfConnection = new() { IsKnown = true, IsOfConnection = true };

    /// <summary>True if the message concerns these topics and no others.</summary>
    public bool IsKnown { get; init; }

    public bool IsOfConnection { get; private init; }

    /// <summary>The names, valid or not, as the message spells them.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>True if the message carries a token or another credential, which must not be shown.</summary>
    public bool HasCredentials { get; init; }
}
