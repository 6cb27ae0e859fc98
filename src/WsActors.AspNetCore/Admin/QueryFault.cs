using System.Globalization;

namespace WsActors.AspNetCore.Admin;

/// <summary>Finds the query parameter with a value of the wrong type, and names it in terms of the API rather than of .NET.</summary>
internal static class QueryFault
{
    private const string WholeNumber = "a whole number is allowed";

    private static readonly (string Name, Func<string, bool> IsLegal, string Allowed)[] Parameters =
    [
        ("limit", IsInt32, WholeNumber),
        ("code", IsInt32, WholeNumber),
        ("since", IsInt64, WholeNumber),
        ("offset", IsInt64, WholeNumber),
        ("count", IsInt32, WholeNumber),
        ("rate", IsInt32, WholeNumber),
        ("payload", IsInt32, WholeNumber),
        ("seconds", IsInt32, WholeNumber),
        ("frames", IsInt32, WholeNumber),
        ("share", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _), "a number is allowed"),
        ("stop", text => bool.TryParse(text, out _), "true or false is allowed"),
    ];

    /// <summary>Returns the fault of the query, or null.</summary>
    public static string? Of(IQueryCollection query)
    {
        foreach (var (name, isLegal, allowed) in Parameters)
        {
            var text = query[name].ToString();
            if (query.ContainsKey(name) && !isLegal(text))
                return $"{name} is \"{text}\": {allowed}, once";
        }

        return null;
    }

    private static bool IsInt64(string text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool IsInt32(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
}
