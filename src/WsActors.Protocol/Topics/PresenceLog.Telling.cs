namespace WsActors.Protocol.Topics;

/// <summary>
/// Decides what is announced, and when: each join and leave while there are few members, only their number while there are many.
/// </summary>
public sealed partial class PresenceLog
{
    private TimeSpan _quietUntil = TimeSpan.Zero;
    private bool _tellsEach = true;
    private int? _toldTotal;

    /// <summary>The time at which to call <see cref="Tell"/> next.</summary>
    public TimeSpan WhenToTell => Later(_quietUntil, IsNewsWaiting ? TimeSpan.Zero : WhenNextMayHaveLeft);

    private bool IsNewsWaiting => _untold.Count > 0 || (!_tellsEach && _toldTotal is null);

    private TimeSpan WhenNextMayHaveLeft => _away.TryPeek(out _, out var when) ? when : TimeSpan.MaxValue;

    /// <summary>
    /// Marks the log as the successor of a lost one, whose announcements are unknown: once the members have had time to return, all of
    /// them are announced to everyone.
    /// </summary>
    public void BeginAnew(TimeSpan now)
    {
        _tellsEach = false;
        _toldTotal = null;
        _quietUntil = now + limits.Grace;
    }

    /// <summary>Returns the announcement that is due now; null if there is none.</summary>
    public PresenceNews? Tell(TimeSpan now)
    {
        if (now < WhenToTell)
            return null;

        var left = TakeLeft(now);
        var joined = _untold.FindAll(member => !member.HasLeft);
        _untold.Clear();

        // Back to telling each only at half of the bound: at the bound itself it would go to and fro.
        var isLarge = Count > (_tellsEach ? limits.MaxTold : limits.MaxTold / 2);
        var news = isLarge ? TellTotal(left.Count + joined.Count)
            : _tellsEach ? TellEach(left, joined)
            : TellEveryone(left.Count + joined.Count);
        if (news is not null)
            _quietUntil = now + limits.Interval;
        return news;
    }

    private List<PresenceEntry> TakeLeft(TimeSpan now)
    {
        var left = new List<PresenceEntry>();
        while (_away.TryPeek(out var member, out var when) && when <= now)
        {
            _away.Dequeue();
            member.IsWatched = false;
            if (!member.IsAway)
                continue;

            // It came back and went again.
            if (member.AwayUntil > now)
                Watch(member, member.AwayUntil);
            else
                left.Add(Remove(member));
        }

        return left;
    }

    private PresenceEntry Remove(PresenceEntry member)
    {
        member.HasLeft = true;
        _byName.Remove(NameOf(member.Connection, member.User));
        _inOrder.Remove(member);
        return member;
    }

    private PresenceNews? TellEach(List<PresenceEntry> left, List<PresenceEntry> joined)
    {
        // A member that leaves before its join was announced is not announced at all.
        var known = left.FindAll(member => member.IsTold);
        Suppressed += left.Count - known.Count;
        joined.ForEach(member => member.IsTold = true);
        return known.Count + joined.Count == 0
            ? null
            : new PresenceNews { Left = Members(known), Joined = Members(joined) };
    }

    private PresenceNews? TellTotal(int changes)
    {
        Suppressed += changes;
        _tellsEach = false;
        if (_toldTotal == Count)
            return null;

        _toldTotal = Count;
        return new PresenceNews { Total = Count };
    }

    private PresenceNews TellEveryone(int changes)
    {
        Suppressed += changes;
        _tellsEach = true;
        _toldTotal = null;
        foreach (var member in _inOrder)
            member.IsTold = true;
        return new PresenceNews { Total = Count, Everyone = Members(_inOrder) };
    }

    private static PresenceMember[] Members(IEnumerable<PresenceEntry> members) => [.. members.Select(member => member.ToMember())];

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
