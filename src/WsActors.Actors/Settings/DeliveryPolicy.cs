namespace WsActors.Actors.Settings;

/// <summary>The treatment of a topic's messages while they wait for a slow reader.</summary>
public enum DeliveryPolicy
{
    /// <summary>Every message is delivered. A reader that falls behind by more than its outbox holds is closed, and catches up when it returns.</summary>
    Every,

    /// <summary>Only the newest waiting message is kept, or the newest of each key: the reader skips outdated ones.</summary>
    Latest,

    /// <summary>Messages wait as long as they fit into the budget; above it, the oldest are dropped.</summary>
    DropOldest,
}
