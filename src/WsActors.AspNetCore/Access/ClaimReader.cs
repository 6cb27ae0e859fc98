using System.Text.Json;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Access;

/// <summary>Reads the claims of one token. The first invalid claim sets <see cref="Fault"/>.</summary>
internal sealed class ClaimReader(JsonElement payload)
{
    /// <summary>The first fault that was found, or null.</summary>
    public TokenFault? Fault { get; private set; }

    /// <summary>Reads the user's id, which must be usable as a segment of a topic name.</summary>
    public string? User(string name)
    {
        if (!TryFind(name, out var claim))
            return null;

        var user = claim.ValueKind == JsonValueKind.String ? claim.GetString()! : string.Empty;
        if (!TopicName.TryParse(UserSegment.Of(user), out _, out _))
            Fault ??= TokenFault.InvalidClaim(name, $"a text of 1 to {TopicName.MaxBytes} bytes without control characters");
        return user;
    }

    /// <summary>Reads a list of topic patterns; null if the claim is absent.</summary>
    public IReadOnlyList<TopicPattern>? Patterns(string name)
    {
        if (!TryFind(name, out _))
            return null;

        var patterns = new List<TopicPattern>();
        foreach (var text in Texts(name))
        {
            if (TopicPattern.TryParse(text, out var pattern, out _))
                patterns.Add(pattern);
            else
                Fault ??= TokenFault.InvalidClaim(name, "a list of topic patterns");
        }

        return patterns;
    }

    /// <summary>Reads a list of topics and replaces "{user}" by the user's segment.</summary>
    public IReadOnlyList<TopicName> Topics(string name, string? user)
    {
        var topics = new List<TopicName>();
        foreach (var text in Texts(name))
        {
            var named = user is null ? text : text.Replace("{user}", UserSegment.Of(user), StringComparison.Ordinal);
            if (TopicName.TryParse(named, out var topic, out _))
                topics.Add(topic);
            else
                Fault ??= TokenFault.InvalidClaim(name, "a list of topic names");
        }

        return topics;
    }

    /// <summary>Reads a limit; null if the claim is absent.</summary>
    public int? Limit(string name)
    {
        if (!TryFind(name, out var claim))
            return null;

        if (claim.ValueKind == JsonValueKind.Number && claim.TryGetInt32(out var limit) && limit > 0)
            return limit;

        Fault ??= TokenFault.InvalidClaim(name, "a whole number from 1");
        return null;
    }

    /// <summary>Reads the value that describes the client to others; null if the claim is absent.</summary>
    public string? Info(string name)
    {
        if (!TryFind(name, out var claim))
            return null;

        if (!MemberInfo.TryRead(claim, out var info))
            Fault ??= TokenFault.InvalidClaim(name, $"a JSON value of at most {MemberInfo.MaxBytes} bytes");
        return info;
    }

    /// <summary>Returns the value of a claim, or each of its values, as text.</summary>
    public IEnumerable<string> Values(string name)
    {
        if (!TryFind(name, out var claim))
            return [];

        return claim.ValueKind == JsonValueKind.Array
            ? claim.EnumerateArray().Select(TextOf).OfType<string>().ToArray()
            : [.. new[] { TextOf(claim) }.OfType<string>()];
    }

    private IEnumerable<string> Texts(string name)
    {
        if (!TryFind(name, out var claim))
            return [];

        JsonElement[] items = claim.ValueKind == JsonValueKind.Array ? [.. claim.EnumerateArray()] : [claim];
        if (items.Any(item => item.ValueKind != JsonValueKind.String))
            Fault ??= TokenFault.InvalidClaim(name, "a list of texts");
        return items.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);
    }

    private bool TryFind(string name, out JsonElement claim)
    {
        if (payload.TryGetProperty(name, out claim))
            return true;

        claim = payload;
        foreach (var part in name.Split('.'))
        {
            if (claim.ValueKind != JsonValueKind.Object || !claim.TryGetProperty(part, out claim))
                return false;
        }

        return true;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
