using System.Globalization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsActors.Server.Access;
using WsActors.Server.Options;

namespace WsActors.Server.Commands;

/// <summary>
/// Runs <c>token --user ann --subscribe 'news.*,prices.*'</c>, which prints a token for trials, signed with the first HS256 key of
/// the settings. In production the application issues tokens.
/// </summary>
internal static class TokenCommand
{
    public const string Name = "token";

    private const string Known = "--user, --subscribe, --publish, --topics (lists, with commas) and --expires (a time, as in 01:00:00) are known";

    /// <param name="arguments">The arguments after the command. Settings among them are skipped; the configuration reads them.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidConfigurationException">The token cannot be created.</exception>
    public static string Run(IReadOnlyList<string> arguments, ServerConfiguration configuration, DateTimeOffset now)
    {
        var tokens = configuration.Tokens;
        var key = ConfiguredKeys.Load(tokens).FirstOrDefault(key => key.Algorithm == TokenAlgorithm.HS256)
            ?? throw new InvalidConfigurationException("WsActors:Tokens:Keys", "", "a key for HS256 is needed to make a token");

        key.Key.KeyId = key.Id;
        var (claims, lifetime) = Read(arguments, tokens.Claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            Issuer = tokens.Issuers.Count > 0 ? tokens.Issuers[0] : null,
            Audience = tokens.Audiences.Count > 0 ? tokens.Audiences[0] : null,
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime + lifetime,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
    }

    private static (Dictionary<string, object> Claims, TimeSpan Lifetime) Read(IReadOnlyList<string> arguments, TokenClaimOptions names)
    {
        var claims = new Dictionary<string, object>();
        var lifetime = TimeSpan.FromHours(1);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            // A setting may be one argument, as in "--key=value".
            if (arguments[i].Contains('=', StringComparison.Ordinal))
            {
                i--;
                continue;
            }

            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new InvalidConfigurationException(arguments[i], "", Known);
            switch (arguments[i])
            {
                case "--user": claims[names.User] = value; break;
                case "--subscribe": claims[names.Subscribe] = value.Split(','); break;
                case "--publish": claims[names.Publish] = value.Split(','); break;
                case "--topics": claims[names.Topics] = value.Split(','); break;
                case "--expires" when TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out lifetime): break;
                case var setting when setting.StartsWith("--WsActors:", StringComparison.OrdinalIgnoreCase): break;
                default: throw new InvalidConfigurationException(arguments[i], value, Known);
            }
        }

        return (claims, lifetime);
    }
}
