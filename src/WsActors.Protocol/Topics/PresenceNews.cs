namespace WsActors.Protocol.Topics;

/// <summary>Carries what subscribers receive about presence at one time: who left and who joined, or how many members there are.</summary>
public sealed record PresenceNews
{
    public IReadOnlyList<PresenceMember> Left { get; init; } = [];

    public IReadOnlyList<PresenceMember> Joined { get; init; } = [];

    /// <summary>The number of members if they are too many to be listed one by one; null otherwise.</summary>
    public int? Total { get; init; }

    /// <summary>All members, when announcements of single members resume: it replaces what clients knew.</summary>
    public IReadOnlyList<PresenceMember>? Everyone { get; init; }
}
