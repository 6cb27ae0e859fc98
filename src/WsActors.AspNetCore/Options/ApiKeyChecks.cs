namespace WsActors.AspNetCore.Options;

/// <summary>Checks API keys and their names. The keys themselves are never shown.</summary>
internal static class ApiKeyChecks
{
    private const string Named = "WsActors:Admin:NamedApiKeys";
    private const int ShortestKey = 16;
    private const int LongestName = 64;

    public static void Apply(AdminOptions admin)
    {
        if (admin.ApiKeys.Any(key => key.Length < ShortestKey))
            throw new InvalidConfigurationException("WsActors:Admin:ApiKeys", "…", $"each key needs at least {ShortestKey} characters");

        for (var i = 0; i < admin.NamedApiKeys.Count; i++)
            Check($"{Named}:{i}", admin.NamedApiKeys[i]);
        if (admin.NamedApiKeys.GroupBy(key => key.Name, StringComparer.Ordinal).FirstOrDefault(keys => keys.Count() > 1) is { } twice)
            throw new InvalidConfigurationException(Named, twice.Key, "two keys have this name: give each its own");
    }

    private static void Check(string key, ApiKeyOptions named)
    {
        if (named.Name.Length > LongestName || named.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            throw new InvalidConfigurationException($"{key}:Name", named.Name, $"up to {LongestName} letters, digits, \"-\", \"_\" and \".\" are allowed");
        if (named.Name.StartsWith(ApiKeyOptions.UnnamedPrefix, StringComparison.Ordinal))
            throw new InvalidConfigurationException($"{key}:Name", named.Name, $"names of this form are those of keys without one, as in {ApiKeyOptions.UnnamedPrefix}1");
        if (named.Key.Length < ShortestKey)
            throw new InvalidConfigurationException($"{key}:Key", "…", $"a key needs at least {ShortestKey} characters");
    }
}
