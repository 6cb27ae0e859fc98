using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// A topic's members, counted. Changes are announced together: each change returns the time at which to call <see cref="Announce"/>,
/// if that is earlier than the one it returned before.
/// </summary>
internal sealed class TopicPresence(PresenceLimits limits, ServerTelemetry telemetry)
{
    private readonly PresenceLog _log = new(limits);
    private int _reportedMembers;
    private long _reportedSuppressed;

    /// <summary>The time that was returned last; MaxValue if there is none.</summary>
    public TimeSpan DueAt { get; private set; } = TimeSpan.MaxValue;

    /// <summary>True if there are no members, and nothing is to be announced.</summary>
    public bool IsIdle => _log.Count == 0 && DueAt == TimeSpan.MaxValue;

    public TimeSpan? Join(string connection, string? user, string? info)
    {
        _log.Join(connection, user, info);
        return Changed();
    }

    /// <param name="connection">The connection that is gone.</param>
    /// <param name="now">The time.</param>
    /// <param name="returnWithin">The time within which the client was asked to return; it has the grace period if that is longer.</param>
    public TimeSpan? Leave(string connection, TimeSpan now, TimeSpan returnWithin = default)
    {
        _log.Leave(connection, now, returnWithin);
        return Changed();
    }

    /// <summary>Begins where a lost log stood: clients know members that this one does not.</summary>
    public TimeSpan? Restart(TimeSpan now)
    {
        _log.BeginAnew(now);
        return Changed();
    }

    public PresencePage Read(TopicRequest.GetMembers query) => _log.Read(query.After, query.Limit, query.MaxBytes);

    /// <summary>Returns what subscribers are to be told now; null for nothing.</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">The time of the next announcement.</param>
    public PresenceNews? Announce(TimeSpan now, out TimeSpan? due)
    {
        DueAt = TimeSpan.MaxValue;
        var news = _log.Tell(now);
        if (news is not null)
            Count(news);
        due = Changed();
        return news;
    }

    /// <summary>The topic ends.</summary>
    public void ReportEnd()
    {
        telemetry.Presence.Changed(-_reportedMembers, suppressed: 0);
        _reportedMembers = 0;
    }

    private void Count(PresenceNews news)
    {
        telemetry.Presence.Sent(news.Joined.Count, news.Left.Count);
        if (news.Total is not null)
            telemetry.Presence.TotalSent(withMembers: news.Everyone is not null);
    }

    private TimeSpan? Changed()
    {
        telemetry.Presence.Changed(_log.Count - _reportedMembers, _log.Suppressed - _reportedSuppressed);
        (_reportedMembers, _reportedSuppressed) = (_log.Count, _log.Suppressed);
        var when = _log.WhenToTell;
        if (when >= DueAt)
            return null;

        return DueAt = when;
    }
}
