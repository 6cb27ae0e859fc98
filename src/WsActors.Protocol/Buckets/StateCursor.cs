using System.Globalization;

namespace WsActors.Protocol.Buckets;

/// <summary>A place in a bucket's state while it is read by pages. It names what was read last, not a count, because the state changes between pages.</summary>
/// <param name="Part">The part that follows.</param>
/// <param name="Number">The number of the request, or the offset of the message or key, that was read last; 0 for none.</param>
/// <param name="Name">The node of that request, or the topic; empty before the first.</param>
/// <param name="Epoch">The epoch of the topic's log; empty where there is none.</param>
internal readonly record struct StateCursor(StatePart Part, long Number, string Name, string Epoch = "")
{
    // Not part of any name or epoch.
    private const char Separator = '\n';

    public static readonly StateCursor Start = new(StatePart.Requests, 0, string.Empty);

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{(int)Part}{Separator}{Number}{Separator}{Name}{Separator}{Epoch}");

    /// <summary>Reads what <see cref="Text"/> wrote; an unreadable text, which only a fault of ours can send, begins at the start.</summary>
    public static StateCursor Parse(string? text)
    {
        var fields = text?.Split(Separator);
        return fields is { Length: 4 }
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var part) && Enum.IsDefined((StatePart)part)
            && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new StateCursor((StatePart)part, number, fields[2], fields[3])
            : Start;
    }
}
