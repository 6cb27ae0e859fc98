using System.Globalization;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>A position in the log of a topic, as <c>--since EPOCH/OFFSET</c> names it.</summary>
/// <param name="Epoch">The epoch of the log.</param>
/// <param name="Offset">The offset of the last message that was read.</param>
internal sealed record StartPosition(string Epoch, long Offset)
{
    /// <exception cref="UsageException">The text names no position.</exception>
    public static StartPosition Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new StartPosition(text[..slash], offset)
            : throw new UsageException($"--since is \"{text}\": EPOCH/OFFSET is needed, as \"wsactors topics\" and \"subscribe --json\" print them");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}/{Offset}");
}
