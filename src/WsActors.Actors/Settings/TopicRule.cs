using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Who may do a thing to a topic through a client connection. The admin API may always publish.</summary>
public enum Permission
{
    Nobody,
    Anyone,

    /// <summary>Whoever has shown credentials that name a user.</summary>
    Authenticated,

    /// <summary>The user whose id stands where the rule's Match has "{user}".</summary>
    Owner,

    /// <summary>Whoever has the claim that the rule names.</summary>
    Claim,

    /// <summary>Whoever's token lists the topic.</summary>
    Token,

    /// <summary>The application is asked.</summary>
    Webhook,
}

/// <summary>What the topics of some names allow.</summary>
public sealed record TopicRule
{
    /// <summary>The rule where no configured one fits: everyone may listen, only the application may speak.</summary>
    public static readonly TopicRule Default = new() { Match = "*" };

    /// <summary>A topic name in which each "*" stands for any characters, none included, and "{user}" for a segment that is a user's id.</summary>
    [Required]
    public required string Match { get; init; }

    public Permission Subscribe { get; init; } = Permission.Anyone;

    /// <summary>Without tokens, Token is nobody.</summary>
    public Permission Publish { get; init; } = Permission.Token;

    /// <summary>Who may subscribe where <see cref="Subscribe"/> is Claim, as in "role=editor".</summary>
    public string SubscribeClaim { get; init; } = string.Empty;

    /// <summary>Who may publish where <see cref="Publish"/> is Claim, as in "role=editor".</summary>
    public string PublishClaim { get; init; } = string.Empty;

    /// <summary>Whether subscribers may know who else is there.</summary>
    public bool Presence { get; init; }

    /// <summary>Whether the application is told when the topic's first subscriber comes and when the last has gone.</summary>
    public bool Events { get; init; }

    /// <summary>How much of the topic's past is kept; none unless the rule says so.</summary>
    public HistoryRule History { get; init; } = new();

    /// <summary>What becomes of messages that a slow reader does not take in time.</summary>
    public DeliveryPolicy Delivery { get; init; } = DeliveryPolicy.Every;

    /// <summary>
    /// Bytes that may wait for one connection where <see cref="Delivery"/> may drop some; 0: a quarter of
    /// <see cref="PushSettings.OutboxBytes"/>. The newest message may always wait, whatever its size.
    /// </summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int DeliveryBytes { get; init; }
}
