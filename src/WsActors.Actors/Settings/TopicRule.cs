using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Who may do a thing to a topic through a client connection. The admin API may always publish.</summary>
public enum Permission
{
    Nobody,
    Anyone,
}

/// <summary>What the topics of some names allow.</summary>
public sealed record TopicRule
{
    /// <summary>The rule where no configured one fits: everyone may listen, only the application may speak.</summary>
    public static readonly TopicRule Default = new() { Match = "*" };

    /// <summary>A topic name in which each "*" stands for any characters, none included.</summary>
    [Required]
    public required string Match { get; init; }

    public Permission Subscribe { get; init; } = Permission.Anyone;

    public Permission Publish { get; init; } = Permission.Nobody;

    /// <summary>How much of the topic's past is kept; none unless the rule says so.</summary>
    public HistoryRule History { get; init; } = new();
}
