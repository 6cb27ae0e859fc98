namespace WsActors.Protocol.Topics;

/// <summary>One member in a <see cref="PresenceLog"/>, from its first connection until it has left.</summary>
internal sealed class PresenceEntry(long number, string? user)
{
    /// <summary>Orders members by the time at which they joined.</summary>
    public static readonly IComparer<PresenceEntry> InOrder =
        Comparer<PresenceEntry>.Create((one, other) => one.Number.CompareTo(other.Number));

    private static readonly TimeSpan Never = TimeSpan.MinValue;

    public long Number { get; } = number;

    public string? User { get; } = user;

    /// <summary>The connection that came last.</summary>
    public string Connection { get; set; } = string.Empty;

    public int Connections { get; set; }

    /// <summary>The JSON value that the connection which came last brought; null for none.</summary>
    public string? Info { get; set; }

    /// <summary>The time at which it has left, unless it returns before. It counts if there is no connection.</summary>
    public TimeSpan AwayUntil { get; set; } = Never;

    /// <summary>True if it has no connection and may come back.</summary>
    public bool IsAway => Connections == 0 && AwayUntil != Never;

    /// <summary>True if the end of its grace period is scheduled to be checked.</summary>
    public bool IsWatched { get; set; }

    /// <summary>True if its joining was announced to subscribers.</summary>
    public bool IsTold { get; set; }

    public bool HasLeft { get; set; }

    public PresenceMember ToMember() => new(User, Connection, Connections) { Info = Info };
}
