namespace WsActors.AspNetCore.Options;

/// <summary>
/// Checks the token settings against each other. A combination that would admit more clients than intended stops the start.
/// </summary>
internal static class TokenChecks
{
    public static void Apply(TokenOptions tokens)
    {
        if (tokens.Anonymous == Anonymous.Refused && !tokens.IsOn)
            throw new InvalidConfigurationException(
                "WsActors:Tokens:Anonymous", tokens.Anonymous, "without WsActors:Tokens:Keys or WsActors:Tokens:KeySets:Urls no client could connect");

        for (var i = 0; i < tokens.Keys.Count; i++)
            CheckKey($"WsActors:Tokens:Keys:{i}", tokens.Keys[i], tokens);
        for (var i = 0; i < tokens.KeySets.Urls.Count; i++)
            CheckUrl($"WsActors:Tokens:KeySets:Urls:{i}", tokens.KeySets.Urls[i], tokens.KeySets.AllowPlainHttp);

        // An identity provider signs the tokens of many applications with one key.
        if (tokens.KeySets.Urls.Count > 0 && tokens.Audiences.Count == 0)
            throw new InvalidConfigurationException(
                "WsActors:Tokens:Audiences", "", "key sets need it, because otherwise a token for any application of the same provider would be accepted");
    }

    private static void CheckKey(string setting, TokenKeyOptions key, TokenOptions tokens)
    {
        if (!tokens.Algorithms.Contains(key.Algorithm))
            throw new InvalidConfigurationException(
                $"{setting}:Algorithm", key.Algorithm, $"WsActors:Tokens:Algorithms allows {string.Join(", ", tokens.Algorithms)}");
    }

    private static void CheckUrl(string setting, string text, bool allowPlainHttp)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            throw new InvalidConfigurationException(setting, text, "an https address is needed");
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !allowPlainHttp)
            throw new InvalidConfigurationException(
                setting, text, "plain http is allowed for this machine only: use https, or set WsActors:Tokens:KeySets:AllowPlainHttp");
    }
}
