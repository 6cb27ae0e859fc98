namespace WsActors.Actors.Settings;

/// <summary>What becomes of a topic's messages that wait for a reader which is too slow for them.</summary>
public enum DeliveryPolicy
{
    /// <summary>Each is delivered: who falls behind by more than its outbox holds is closed and comes back for the rest.</summary>
    Every,

    /// <summary>Of what waits only the newest is kept, or the newest of each key: the reader skips what is out of date.</summary>
    Latest,

    /// <summary>As many as the budget holds wait; beyond, the oldest go.</summary>
    DropOldest,
}
