namespace WsActors.Actors.Settings;

/// <summary>How a topic's messages are treated while they wait for a slow reader.</summary>
public enum DeliveryPolicy
{
    /// <summary>Every message is delivered. A reader that falls behind by more than its outbox holds is closed, and catches up when it returns.</summary>
    Every,

    /// <summary>Only the newest waiting message is kept, or the newest of each key: the reader skips outdated ones.</summary>
    Latest,

    /// <summary>As many messages wait as the budget holds; above it, the oldest are dropped.</summary>
    DropOldest,
}
