namespace WsActors.Actors.Model;

/// <summary>The progress of a subscription.</summary>
public enum SubscriptionState : byte
{
    /// <summary>The topic, or the application, has not answered yet.</summary>
    Requested,

    /// <summary>Missed messages are being fetched.</summary>
    CatchingUp,

    /// <summary>Each publication is delivered.</summary>
    Live,
}

/// <summary>One subscription of a connection.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="State">Its progress.</param>
/// <param name="Reached">The last offset that was fetched for a client that is catching up; null otherwise, because a live subscription keeps no position.</param>
public sealed record SubscriptionPosition(string Topic, SubscriptionState State, long? Reached);
