using System.Diagnostics.CodeAnalysis;

namespace WsActors.Protocol.Topics;

/// <summary>
/// A topic name in which each "*" stands for any characters, none included, and "{user}" for one segment that names a
/// user. Parsed once, matched often: the text between two stars is looked for once, from where the text before it ended,
/// and nothing is ever tried again.
/// </summary>
public sealed class TopicPattern
{
    private const string User = "{user}";

    private readonly string? _beforeUser;
    private readonly string _first;
    private readonly string[] _middle;
    private readonly string? _last;

    private TopicPattern(string text, int user)
    {
        Text = text;
        _beforeUser = user < 0 ? null : text[..user];
        var parts = (user < 0 ? text : text[(user + User.Length)..]).Split('*');
        _first = parts[0];
        _middle = parts.Length > 2 ? [.. parts[1..^1].Where(part => part.Length > 0)] : [];
        _last = parts.Length > 1 ? parts[^1] : null;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>True if it contains a placeholder for the user.</summary>
    public bool NamesUser => _beforeUser is not null;

    /// <summary>
    /// Accepts what would be a topic name ("*" is a legal character of one), or returns its fault. "{user}" must be a whole segment with
    /// no star before it: then there is one place in a name where the user can stand.
    /// </summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out TopicPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        var user = text.IndexOf(User, StringComparison.Ordinal);
        var isLegal = TopicName.TryParse(text, out _, out fault);
        if (isLegal && user >= 0)
            fault = FaultOfUser(text, user);
        pattern = fault is null ? new TopicPattern(text, user) : null;
        return pattern is not null;
    }

    /// <summary>Parses a pattern that is known to be valid; throws <see cref="ArgumentException"/> otherwise.</summary>
    public static TopicPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new ArgumentException(fault, nameof(text));

    /// <summary>
    /// True if the name matches, whichever user it names. An empty segment in the user's place also matches and names nobody: a rule that
    /// protects users' topics protects "users..inbox" from everyone, instead of leaving it to the next rule or the open default.
    /// </summary>
    public bool Matches(TopicName topic) => Matches(topic, out _);

    /// <summary>
    /// True if the name matches and, if the pattern contains a placeholder for the user, names this one. An empty segment names nobody.
    /// </summary>
    public bool Matches(TopicName topic, string? user) =>
        Matches(topic, out var segment) && (!NamesUser || (user is not null && !segment.IsEmpty && UserSegment.Names(segment, user)));

    public override string ToString() => Text;

    private static string? FaultOfUser(string text, int user)
    {
        var end = user + User.Length;
        if (text.IndexOf(User, end, StringComparison.Ordinal) >= 0)
            return "{user} stands in it twice: once is allowed";
        if (text.IndexOf('*', 0, user) >= 0)
            return "a \"*\" stands before {user}: it could stand for a segment of anybody's choice";

        return (user > 0 && text[user - 1] != '.') || (end < text.Length && text[end] != '.')
            ? "{user} must be a whole segment, between dots"
            : null;
    }

    private bool Matches(TopicName topic, out ReadOnlySpan<char> segment)
    {
        segment = default;
        var name = topic.Value.AsSpan();
        if (_beforeUser is not null && !TryTakeUser(ref name, _beforeUser, out segment))
            return false;
        if (_last is null)
            return name.SequenceEqual(_first);

        return name.StartsWith(_first) && MatchesAfterFirst(name[_first.Length..], _last);
    }

    private static bool TryTakeUser(scoped ref ReadOnlySpan<char> name, string before, out ReadOnlySpan<char> segment)
    {
        segment = default;
        if (!name.StartsWith(before))
            return false;

        var rest = name[before.Length..];
        var end = rest.IndexOf('.');
        segment = end < 0 ? rest : rest[..end];
        name = rest[segment.Length..];
        return true;
    }

    private bool MatchesAfterFirst(ReadOnlySpan<char> rest, string last)
    {
        foreach (var part in _middle)
        {
            var start = rest.IndexOf(part);
            if (start < 0)
                return false;
            rest = rest[(start + part.Length)..];
        }

        return rest.EndsWith(last);
    }
}
