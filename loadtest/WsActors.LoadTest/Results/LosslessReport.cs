namespace WsActors.LoadTest.Results;

/// <summary>What was published while clients were cut off, and what they read in the end.</summary>
internal sealed record LosslessReport
{
    /// <summary>Publications that were acknowledged.</summary>
    public long Publications { get; init; }

    public double Seconds { get; init; }

    public long Requests { get; init; }

    /// <summary>Requests sent again because they got no answer.</summary>
    public long Retries { get; init; }

    /// <summary>Their causes: a status code, or how the connection failed.</summary>
    public IReadOnlyDictionary<string, long> RetryCauses { get; init; } = new Dictionary<string, long>();

    /// <summary>Publications sent a second time although they were acknowledged.</summary>
    public long Repeated { get; init; }

    /// <summary>The longest that a publication was behind its time when it was acknowledged.</summary>
    public double LongestDelaySeconds { get; init; }

    public long Deliveries { get; init; }

    public IReadOnlyDictionary<string, long> Cuts { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<RestartReport> Restarts { get; init; } = [];

    /// <summary>Connections that ended without our doing, by how.</summary>
    public IReadOnlyDictionary<string, long> Ends { get; init; } = new Dictionary<string, long>();

    /// <summary>Connections begun.</summary>
    public long Connections { get; init; }

    /// <summary>Subscriptions that were recovered.</summary>
    public long Recoveries { get; init; }

    /// <summary>Subscriptions that were not.</summary>
    public long IncompleteRecoveries { get; init; }

    /// <summary>Ranges that the server announced as missing, and the messages in them.</summary>
    public long Gaps { get; init; }

    public long GapMessages { get; init; }

    /// <summary>Messages of the topics' logs that were held against the acknowledgements.</summary>
    public long Audited { get; init; }

    public long Faults { get; init; }

    public int Seed { get; init; }
}
