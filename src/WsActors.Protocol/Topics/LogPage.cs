namespace WsActors.Protocol.Topics;

/// <summary>A piece of a log, in the order of the offsets and without a hole.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Missed">The range before them that is no longer kept; null if nothing is missing.</param>
/// <param name="After">The offset to read on after.</param>
/// <param name="IsEnd">True if nothing has been published after <paramref name="After"/>.</param>
public sealed record LogPage(IReadOnlyList<LoggedMessage> Messages, MissedRange? Missed, long After, bool IsEnd)
{
    /// <summary>Returns this page preceded by a missing range that directly adjoins it.</summary>
    public LogPage Behind(MissedRange? earlier) => earlier is null
        ? this
        : this with { Missed = Missed is null ? earlier : new MissedRange(earlier.From, Missed.To, earlier.Reason) };
}
