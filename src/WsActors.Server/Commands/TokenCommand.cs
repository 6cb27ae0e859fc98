using System.CommandLine;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands;

/// <summary>
/// Runs <c>token --user ann --subscribe 'news.*,prices.*'</c>, which prints a token for trials, signed with the first HS256 key of
/// the settings. In production the application issues tokens.
/// </summary>
internal sealed class TokenCommand
{
    private readonly Option<string?> _user = new("--user") { Description = "The user that the token names", HelpName = "USER" };
    private readonly Option<string?> _subscribe = new("--subscribe") { Description = "Patterns of topics to subscribe to, separated by commas", HelpName = "PATTERNS" };
    private readonly Option<string?> _publish = new("--publish") { Description = "Patterns of topics to publish to, separated by commas", HelpName = "PATTERNS" };
    private readonly Option<string?> _topics = new("--topics") { Description = "Topics that the client is subscribed to from the start, separated by commas", HelpName = "TOPICS" };
    private readonly Option<string> _expires = new("--expires")
    {
        Description = "How long the token is valid",
        HelpName = "TIME",
        DefaultValueFactory = _ => "01:00:00",
    };

    public TokenCommand(CommandOutput output, Func<IConfiguration> settings)
    {
        foreach (var option in new Option[] { _user, _subscribe, _publish, _topics, _expires, ConfigFileOption.Create() })
            Command.Options.Add(option);
        Command.SetAction(async (line, _) =>
        {
            var token = Create(line, ServerConfiguration.Read(settings()).Tokens, DateTimeOffset.UtcNow);
            await output.WriteLineAsync(token);
            return 0;
        });
    }

    public Command Command { get; } = new(CommandNames.Token, "Prints a token for trials, signed with the first HS256 key of the settings.");

    /// <exception cref="InvalidConfigurationException">There is no key for HS256.</exception>
    /// <exception cref="UsageException">The lifetime is wrong.</exception>
    public string Create(ParseResult line, TokenOptions tokens, DateTimeOffset now)
    {
        var key = ConfiguredKeys.Load(tokens).FirstOrDefault(key => key.Algorithm == TokenAlgorithm.HS256)
            ?? throw new InvalidConfigurationException("WsActors:Tokens:Keys", "", "a key for HS256 is needed to make a token");

        key.Key.KeyId = key.Id;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = ClaimsOf(line, tokens.Claims),
            Issuer = tokens.Issuers.Count > 0 ? tokens.Issuers[0] : null,
            Audience = tokens.Audiences.Count > 0 ? tokens.Audiences[0] : null,
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime + LifetimeOf(line),
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
    }

    private TimeSpan LifetimeOf(ParseResult line)
    {
        var text = line.GetRequiredValue(_expires);
        try
        {
            var lifetime = (TimeSpan)ValueParser.Parse(_expires.Name, text, typeof(TimeSpan));
            return lifetime > TimeSpan.Zero ? lifetime : throw new UsageException($"{_expires.Name} is \"{text}\": more than 00:00:00 is needed");
        }
        catch (InvalidConfigurationException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    private Dictionary<string, object> ClaimsOf(ParseResult line, TokenClaimOptions names)
    {
        var claims = new Dictionary<string, object>();
        if (line.GetValue(_user) is { } user)
            claims[names.User] = user;
        foreach (var (name, option) in new[] { (names.Subscribe, _subscribe), (names.Publish, _publish), (names.Topics, _topics) })
        {
            if (line.GetValue(option) is { } list)
                claims[name] = list.Split(',');
        }

        return claims;
    }
}
