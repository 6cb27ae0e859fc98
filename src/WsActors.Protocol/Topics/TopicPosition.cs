using System.Globalization;

namespace WsActors.Protocol.Topics;

/// <summary>A place in a topic's log: offsets number its messages from 1 within an epoch.</summary>
/// <param name="Epoch">Changes only when the log was lost; 1 to <see cref="MaxEpochLength"/> characters.</param>
/// <param name="Offset">The number of the last message; 0 before the first.</param>
public sealed record TopicPosition(string Epoch, long Offset)
{
    public const int MaxEpochLength = 64;

    /// <summary>The position as one word, <c>EPOCH-OFFSET</c>: what <see cref="SinceRequest.TryParse"/> reads.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Offset}");
}
