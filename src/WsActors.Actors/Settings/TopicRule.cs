using System.ComponentModel.DataAnnotations;

namespace WsActors.Actors.Settings;

/// <summary>Selects the clients that may subscribe or publish to a topic. The admin API may always publish.</summary>
public enum Permission
{
    Nobody,
    Anyone,

    /// <summary>Clients whose credentials name a user.</summary>
    Authenticated,

    /// <summary>The user whose id stands at "{user}" of the rule's Match.</summary>
    Owner,

    /// <summary>Clients whose token has the claim that the rule names.</summary>
    Claim,

    /// <summary>Clients whose token lists the topic.</summary>
    Token,

    /// <summary>The application decides, asked by a webhook.</summary>
    Webhook,
}

/// <summary>The permissions and properties of the topics whose names match.</summary>
public sealed record TopicRule
{
    /// <summary>The rule for names that no configured rule matches: everyone may subscribe, only the application may publish.</summary>
    public static readonly TopicRule Default = new() { Match = "*" };

    /// <summary>A topic name in which "*" stands for any number of characters, and "{user}" for a segment that is a user's id.</summary>
    [Required]
    public required string Match { get; init; }

    public Permission Subscribe { get; init; } = Permission.Anyone;

    /// <summary>The permission to publish; <c>Token</c> admits no client if the node accepts no tokens.</summary>
    public Permission Publish { get; init; } = Permission.Token;

    /// <summary>The claim that is required if <see cref="Subscribe"/> is Claim, such as "role=editor".</summary>
    public string SubscribeClaim { get; init; } = string.Empty;

    /// <summary>The claim that is required if <see cref="Publish"/> is Claim, such as "role=editor".</summary>
    public string PublishClaim { get; init; } = string.Empty;

    /// <summary>True if subscribers can see each other (presence).</summary>
    public bool Presence { get; init; }

    /// <summary>True to report to the application when the topic becomes occupied and when it is vacated.</summary>
    public bool Events { get; init; }

    /// <summary>The history that the topic keeps; none by default.</summary>
    public HistoryRule History { get; init; } = new();

    /// <summary>The treatment of messages that a slow reader does not take in time.</summary>
    public DeliveryPolicy Delivery { get; init; } = DeliveryPolicy.Every;

    /// <summary>
    /// Bytes that may wait per connection if <see cref="Delivery"/> may drop messages; 0: a quarter of
    /// <see cref="PushSettings.OutboxBytes"/>. The newest message may always wait, whatever its size.
    /// </summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int DeliveryBytes { get; init; }

    /// <summary>
    /// True to hide the payloads of the topic's messages from operators who tap a connection: of these frames, they see the size. While any rule
    /// redacts, so are all frames whose topic cannot be known.
    /// </summary>
    public bool Redact { get; init; }
}
