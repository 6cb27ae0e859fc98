namespace WsActors.Protocol.Topics;

/// <summary>A piece of a log, in the order of the offsets and without a hole.</summary>
/// <param name="Messages">What is there.</param>
/// <param name="Missed">What lay before them and is not kept any more; null where nothing is missing.</param>
/// <param name="After">The offset to read on after.</param>
/// <param name="IsEnd">Whether nothing has been published after <paramref name="After"/>.</param>
public sealed record LogPage(IReadOnlyList<LoggedMessage> Messages, MissedRange? Missed, long After, bool IsEnd)
{
    /// <summary>Returns this page preceded by a missing range that directly adjoins it.</summary>
    public LogPage Behind(MissedRange? earlier) => earlier is null
        ? this
        : this with { Missed = Missed is null ? earlier : new MissedRange(earlier.From, Missed.To, earlier.Reason) };
}
