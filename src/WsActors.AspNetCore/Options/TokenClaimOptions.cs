using System.ComponentModel.DataAnnotations;

namespace WsActors.AspNetCore.Options;

/// <summary>The names of the claims. A dot selects a field of an object if no claim has the whole name.</summary>
internal sealed record TokenClaimOptions
{
    /// <summary>The claim with the user's id.</summary>
    [Required]
    public string User { get; init; } = "sub";

    /// <summary>The claim with the topic patterns that the client may subscribe to.</summary>
    [Required]
    public string Subscribe { get; init; } = "subscribe";

    /// <summary>The claim with the topic patterns that the client may publish to.</summary>
    [Required]
    public string Publish { get; init; } = "publish";

    /// <summary>The claim with the topics that the client is subscribed to when it connects.</summary>
    [Required]
    public string Topics { get; init; } = "topics";

    /// <summary>The claim with the client's limit of subscriptions, below <c>Push:MaxSubscriptions</c>.</summary>
    [Required]
    public string MaxSubscriptions { get; init; } = "max_subscriptions";

    /// <summary>The claim with the client's limit of commands per second, below that of the node.</summary>
    [Required]
    public string CommandsPerSecond { get; init; } = "commands_per_second";

    /// <summary>The claim with the value that describes the client to other members of topics with presence.</summary>
    [Required]
    public string Info { get; init; } = "info";
}
