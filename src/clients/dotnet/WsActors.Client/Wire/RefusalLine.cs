using System.Text.RegularExpressions;

namespace WsActors.Client.Wire;

/// <summary>The line with which our server refuses a request. A proxy may refuse too, but not in this form.</summary>
internal sealed partial record RefusalLine(int Status, string Name, string Reason)
{
    /// <summary>The close code that stands for this refusal, or null if it has none.</summary>
    public int? CloseCode => Status switch
    {
        400 => Name == "unknown_subprotocol" ? 4001 : 4002,
        401 => 4201,
        403 => 4003,
        404 => 4004,
        429 => 4104,
        _ => null,
    };

    /// <param name="body">For example <c>403 subscribe_forbidden: the rule does not allow it</c>.</param>
    public static RefusalLine? Parse(string body) => Form().Match(body) is { Success: true } match
        ? new RefusalLine(
            int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), match.Groups[2].Value, match.Groups[3].Value.TrimEnd())
        : null;

    [GeneratedRegex("^([45][0-9]{2}) ([a-z0-9_]+): (.*)", RegexOptions.Singleline)]
    private static partial Regex Form();
}
