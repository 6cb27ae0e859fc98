using System.Diagnostics.CodeAnalysis;

namespace WsActors.Protocol.Push;

/// <summary>
/// A topic name in which each "*" stands for any characters, none included. Parsed once, matched often: the text
/// between two stars is looked for once, from where the text before it ended, and nothing is ever tried again.
/// </summary>
public sealed class TopicPattern
{
    private readonly string _first;
    private readonly string[] _middle;
    private readonly string? _last;

    private TopicPattern(string text)
    {
        var parts = text.Split('*');
        Text = text;
        _first = parts[0];
        _middle = parts.Length > 2 ? [.. parts[1..^1].Where(part => part.Length > 0)] : [];
        _last = parts.Length > 1 ? parts[^1] : null;
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Accepts what would be a topic name ("*" is a legal character of one), or says what is wrong with it.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out TopicPattern? pattern, [NotNullWhen(false)] out string? fault)
    {
        pattern = TopicName.TryParse(text, out _, out fault) ? new TopicPattern(text) : null;
        return pattern is not null;
    }

    /// <summary>For patterns that are known to be legal; a fault is an <see cref="ArgumentException"/>.</summary>
    public static TopicPattern Parse(string text) =>
        TryParse(text, out var pattern, out var fault) ? pattern : throw new ArgumentException(fault, nameof(text));

    public bool Matches(TopicName topic)
    {
        var name = topic.Value.AsSpan();
        if (_last is null)
            return name.SequenceEqual(_first);

        return name.StartsWith(_first) && MatchesAfterFirst(name[_first.Length..], _last);
    }

    public override string ToString() => Text;

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
