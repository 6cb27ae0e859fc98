namespace WsActors.Actors.Model;

/// <summary>The state of the last drain or rebalance.</summary>
public enum DrainState
{
    /// <summary>There has been neither since the start.</summary>
    None,

    /// <summary>The node drains.</summary>
    Draining,

    /// <summary>A share of the clients is being sent away, and the node stays open.</summary>
    Rebalancing,

    /// <summary>An operator ended it early; connections that had not been told stay.</summary>
    Aborted,

    /// <summary>All of its connections have ended.</summary>
    Finished,
}
