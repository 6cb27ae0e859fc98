using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WsActors.Client;

/// <summary>A place in a topic's log. Store it, and pass it as <c>since</c> to continue there.</summary>
/// <param name="Epoch">The log that the offset belongs to.</param>
/// <param name="Offset">The number of the last message up to this place.</param>
public readonly record struct Position(string Epoch, long Offset)
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <param name="text">For example <c>x7k2-41</c>.</param>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static Position Parse(string text) => TryParse(text, out var position)
        ? position
        : throw new FormatException($"\"{text}\" is no position: it has the form EPOCH-OFFSET.");

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <param name="text">For example <c>x7k2-41</c>.</param>
    /// <param name="position">The position, if the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Position position)
    {
        position = default;
        var dash = text?.LastIndexOf('-') ?? -1;
        if (dash <= 0 || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return false;
        position = new Position(text![..dash], offset);
        return true;
    }

    /// <summary>The form <c>EPOCH-OFFSET</c>, which the server understands in addresses too.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Offset}");
}
