using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for presence. Safe on any thread.</summary>
public sealed class PresenceTelemetry
{
    private readonly AtomicCounter _members = new();
    private readonly Counter<long> _events;

    internal PresenceTelemetry(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "wsactors.presence.members", () => Members, description: "Members of all topics with presence");
        _events = meter.CreateCounter<long>(
            "wsactors.presence.events", description: "Presence events sent by topics, and joins and leaves that were suppressed");
    }

    /// <summary>Members of all topics with presence.</summary>
    public long Members => _members.Value;

    /// <param name="members">By how many the number of members has changed.</param>
    /// <param name="suppressed">Joins and leaves that no subscriber was sent.</param>
    public void Changed(int members, long suppressed)
    {
        _members.Add(members);
        Count("suppressed", suppressed);
    }

    /// <summary>Counts joins and leaves that a topic sent to its subscribers.</summary>
    public void Sent(int joined, int left)
    {
        Count("joined", joined);
        Count("left", left);
    }

    /// <summary>Counts a total that a topic sent to its subscribers.</summary>
    /// <param name="withMembers">True if it listed the members.</param>
    public void TotalSent(bool withMembers) => Count(withMembers ? "everyone" : "total", 1);

    private void Count(string kind, long count)
    {
        if (count > 0)
            _events.Add(count, Label.Of("event", kind));
    }
}
