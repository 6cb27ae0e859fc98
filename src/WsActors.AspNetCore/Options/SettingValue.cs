namespace WsActors.AspNetCore.Options;

/// <summary>One setting and its effective value.</summary>
/// <param name="Key">The key, as in <c>WsActors:Push:Port</c>.</param>
/// <param name="Value">The value; null for an empty list.</param>
/// <param name="IsSecret">True if the value must not be shown.</param>
internal sealed record SettingValue(string Key, object? Value, bool IsSecret)
{
    private const string Hidden = "…";

    // A query may hold a secret, as in the address of a webhook.
    private const char Query = '?';

    /// <summary>The value for people and programs: a secret is replaced by "…", and so is what follows "?" in an address.</summary>
    public object? Shown => Value switch
    {
        string { Length: > 0 } when IsSecret => Hidden,
        string text when text.Contains("://", StringComparison.Ordinal) && text.Contains(Query, StringComparison.Ordinal) =>
            $"{text[..(text.IndexOf(Query, StringComparison.Ordinal) + 1)]}{Hidden}",
        bool or int or long or string or null => Value,
        TimeSpan time => time.ToString("c"),
        _ => Convert.ToString(Value, System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>True if two readings of this setting have the same value.</summary>
    public bool Equals(SettingValue? other) => other is not null && Key == other.Key && Equals(Value, other.Value);

    public override int GetHashCode() => HashCode.Combine(Key, Value);

    public override string ToString() => $"{Key} = {Text}";

    private string Text => Shown switch
    {
        null or "" => "none",
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
