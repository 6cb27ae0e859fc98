using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace WsActors.Protocol.Topics;

/// <summary>The position that a returning subscriber reports: it has seen everything up to <see cref="Offset"/>.</summary>
public sealed record SinceRequest
{
    private SinceRequest(string? epoch, long offset)
    {
        Epoch = epoch;
        Offset = offset;
    }

    /// <summary>The epoch that the offset belongs to; null for the current one.</summary>
    public string? Epoch { get; }

    /// <summary>The number of the last message seen; 0 before the first.</summary>
    public long Offset { get; }

    /// <summary>
    /// Accepts an epoch of 1 to <see cref="TopicPosition.MaxEpochLength"/> characters, or none, and an offset from 0; or returns the
    /// fault.
    /// </summary>
    public static bool TryCreate(
        string? epoch, long offset, [NotNullWhen(true)] out SinceRequest? since, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(epoch, offset);
        since = fault is null ? new SinceRequest(epoch, offset) : null;
        return since is not null;
    }

    /// <summary>
    /// Reads a position as it stands in an address or header: <c>EPOCH-OFFSET</c>, or an offset alone, which belongs to
    /// <paramref name="epoch"/>; or returns the fault.
    /// </summary>
    /// <param name="text">The position.</param>
    /// <param name="epoch">The epoch of an offset that stands alone; null: whichever is current.</param>
    /// <param name="since">The position; null where there is a fault.</param>
    /// <param name="fault">The fault, and what is allowed; null if there is none.</param>
    public static bool TryParse(
        string text, string? epoch, [NotNullWhen(true)] out SinceRequest? since, [NotNullWhen(false)] out string? fault)
    {
        var end = text.LastIndexOf('-');
        if (end != 0 && long.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return TryCreate(end < 0 ? epoch : text[..end], offset, out since, out fault);

        since = null;
        fault = "it must be an offset, a whole number from 0, or a position, EPOCH-OFFSET";
        return false;
    }

    /// <summary>A position that a log once gave out, asked for again.</summary>
    public static SinceRequest From(TopicPosition position) => new(position.Epoch, position.Offset);

    private static string? FaultOf(string? epoch, long offset)
    {
        if (epoch is { Length: 0 or > TopicPosition.MaxEpochLength })
            return $"the epoch is {epoch.Length} characters: 1 to {TopicPosition.MaxEpochLength} are allowed";

        return offset < 0 ? $"the offset is {offset}: 0 or more is allowed" : null;
    }
}
