namespace WsActors.Client;

/// <summary>The states of a subscription.</summary>
public enum SubscriptionState
{
    /// <summary>The server has not confirmed it on this connection yet.</summary>
    Pending,

    /// <summary>Messages arrive.</summary>
    Live,

    /// <summary>It has ended.</summary>
    Closed,
}
