using System.Text.Json;

namespace WsActors.AspNetCore.Authentication;

/// <summary>A client as the application knows it. Each value that is set replaces the claim of the client's token.</summary>
public sealed record ClientIdentity
{
    /// <summary>The user, 1 to 255 bytes of UTF-8 without control characters; null leaves the client as its token names it, or anonymous.</summary>
    public string? User { get; init; }

    /// <summary>
    /// Patterns of the topics to which it may subscribe, at most 1,000, as in <c>room.*</c>; null leaves that to the topics' rules. The rules must permit a topic in any
    /// case.
    /// </summary>
    public IReadOnlyList<string>? Subscribe { get; init; }

    /// <summary>Patterns of the topics to which it may publish; otherwise as <see cref="Subscribe"/>.</summary>
    public IReadOnlyList<string>? Publish { get; init; }

    /// <summary>The topics to which it is subscribed from the start, at most 1,000; null for those of its token.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>The value that describes it to the other members of topics with presence, at most 1,024 bytes of JSON; null for that of its token.</summary>
    public JsonElement? Info { get; init; }

    /// <summary>The time at which its connection is closed with code 4200, so that it connects again; null for the expiry of its token, or never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
