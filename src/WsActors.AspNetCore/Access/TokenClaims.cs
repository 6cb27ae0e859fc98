using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Access;

namespace WsActors.AspNetCore.Access;

/// <summary>Turns a verified token into an identity. Of the custom claims, only those that a topic rule requires are kept.</summary>
internal sealed class TokenClaims(TokenOptions options, IEnumerable<TopicRule> rules)
{
    private volatile string[] _asked = NamesIn(rules);

    /// <summary>Follows other rules from the next token on.</summary>
    public void Use(IEnumerable<TopicRule> next) => _asked = NamesIn(next);

    private static string[] NamesIn(IEnumerable<TopicRule> rules) => [.. rules
        .SelectMany(rule => new[] { rule.SubscribeClaim, rule.PublishClaim })
        .Select(text => Claim.TryParse(text, out var claim, out _) ? claim.Name : null)
        .OfType<string>()
        .Distinct()];

    public TokenResult Read(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(token.EncodedPayload));
        var names = options.Claims;
        var reader = new ClaimReader(payload.RootElement);
        var user = reader.User(names.User);
        var expiresAt = ExpiryOf(token);
        var identity = new Identity
        {
            User = user,
            MaySubscribe = reader.Patterns(names.Subscribe),
            MayPublish = reader.Patterns(names.Publish),
            Topics = reader.Topics(names.Topics, user),
            MaxSubscriptions = reader.Limit(names.MaxSubscriptions),
            CommandsPerSecond = reader.Limit(names.CommandsPerSecond),
            Info = reader.Info(names.Info),
            Claims = [.. _asked.SelectMany(name => reader.Values(name).Select(value => new Claim(name, value)))],
            ExpiresAt = expiresAt,
            RemindAt = expiresAt - options.RefreshBefore,
        };
        return reader.Fault is { } fault ? fault : identity;
    }

    // The clocks may differ, so the identity expires when no node would accept the token any more.
    private DateTimeOffset? ExpiryOf(JsonWebToken token)
    {
        var end = token.ValidTo;
        if (end == DateTime.MinValue)
            return null;

        return new DateTimeOffset(end, TimeSpan.Zero) is var at && at < DateTimeOffset.MaxValue - options.ClockSkew
            ? at + options.ClockSkew
            : DateTimeOffset.MaxValue;
    }
}
