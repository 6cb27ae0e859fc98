using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>The names of the claims that are read. A dot leads into an object where no claim has the whole name.</summary>
public sealed record TokenClaimOptions
{
    /// <summary>Who the client is.</summary>
    [Required]
    public string User { get; init; } = "sub";

    /// <summary>A list of patterns: the only topics that it may subscribe to.</summary>
    [Required]
    public string Subscribe { get; init; } = "subscribe";

    /// <summary>A list of patterns: the only topics that it may publish to.</summary>
    [Required]
    public string Publish { get; init; } = "publish";

    /// <summary>A list of topics that it is subscribed to from the start.</summary>
    [Required]
    public string Topics { get; init; } = "topics";

    /// <summary>How many subscriptions it may have at once, fewer than <c>Push:MaxSubscriptions</c>.</summary>
    [Required]
    public string MaxSubscriptions { get; init; } = "max_subscriptions";

    /// <summary>How many commands a second it may send, fewer than the node allows.</summary>
    [Required]
    public string CommandsPerSecond { get; init; } = "commands_per_second";
}
