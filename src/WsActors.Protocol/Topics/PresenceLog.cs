namespace WsActors.Protocol.Topics;

/// <summary>
/// The members of a topic, and the announcements about them: joins at once or shortly afterwards together, leaves only if the member has
/// not returned for a while. To each member joined and left alternate, whatever its connections do.
/// </summary>
public sealed partial class PresenceLog(PresenceLimits limits)
{
    /// <summary>The bytes that a listed member counts for besides its name, and at most per character of its name.</summary>
    private const int MemberBytes = 128;
    private const int CharacterBytes = 6;

    // The value is JSON already, so nothing in it is escaped.
    private const int InfoCharacterBytes = 3;

    private readonly Dictionary<string, PresenceEntry> _byConnection = [];
    private readonly Dictionary<(string? User, string? Connection), PresenceEntry> _byName = [];
    private readonly SortedSet<PresenceEntry> _inOrder = new(PresenceEntry.InOrder);
    private readonly PriorityQueue<PresenceEntry, TimeSpan> _away = new();
    private readonly List<PresenceEntry> _untold = [];
    private long _number;

    /// <summary>The members, including those that may still return.</summary>
    public int Count => _inOrder.Count;

    /// <summary>The joins and leaves so far that were not announced by name.</summary>
    public long Suppressed { get; private set; }

    /// <summary>A connection is there; twice the same is once.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="user">The user; null if the client is anonymous.</param>
    /// <param name="info">The JSON value that describes it; null for none.</param>
    public void Join(string connection, string? user, string? info = null)
    {
        if (_byConnection.ContainsKey(connection))
            return;

        var member = FindOrAdd(connection, user);
        if (member.IsAway)
            Suppressed++;
        member.Connection = connection;
        member.Info = info;
        member.Connections++;
        _byConnection.Add(connection, member);
    }

    /// <summary>A connection is gone.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="now">The time.</param>
    /// <param name="returnWithin">The time within which the client was asked to return; it has the grace period if that is longer.</param>
    public void Leave(string connection, TimeSpan now, TimeSpan returnWithin = default)
    {
        if (!_byConnection.Remove(connection, out var member) || --member.Connections > 0)
            return;

        member.AwayUntil = now + Later(limits.Grace, returnWithin);
        if (!member.IsWatched)
            Watch(member, until: member.AwayUntil);
    }

    /// <summary>The members that joined after the one with this number.</summary>
    /// <param name="after">The cursor of the page before; 0 for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="maxBytes">At most so many bytes, but one member at least.</param>
    public PresencePage Read(long after, int limit, int maxBytes)
    {
        var members = new List<PresenceMember>();
        if (after >= _number)
            return new PresencePage(members, Count, Next: null);

        var (last, bytes) = (after, 0L);
        foreach (var member in _inOrder.GetViewBetween(new PresenceEntry(after + 1, null), new PresenceEntry(long.MaxValue, null)))
        {
            bytes += MemberBytes + (CharacterBytes * (member.User?.Length ?? 0)) + (InfoCharacterBytes * (member.Info?.Length ?? 0));
            if (members.Count == limit || (bytes > maxBytes && members.Count > 0))
                return new PresencePage(members, Count, last);

            members.Add(member.ToMember());
            last = member.Number;
        }

        return new PresencePage(members, Count, Next: null);
    }

    private PresenceEntry FindOrAdd(string connection, string? user)
    {
        var name = NameOf(connection, user);
        if (_byName.TryGetValue(name, out var member))
            return member;

        member = new PresenceEntry(++_number, user);
        _byName.Add(name, member);
        _inOrder.Add(member);
        _untold.Add(member);
        return member;
    }

    private static (string? User, string? Connection) NameOf(string connection, string? user) =>
        user is null ? (null, connection) : (user, null);

    // One entry for each member, however often it comes and goes.
    private void Watch(PresenceEntry member, TimeSpan until)
    {
        member.IsWatched = true;
        _away.Enqueue(member, until);
    }
}
