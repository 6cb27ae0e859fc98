namespace WsActors.Actors.Buckets.Homes;

/// <summary>A topic that a follower follows.</summary>
internal sealed class FollowedTopic
{
    /// <summary>True once the follower has everything so far: it gets what follows.</summary>
    public bool IsLive { get; set; }

    /// <summary>The number of the follower's subscribers.</summary>
    public int Subscribers { get; set; }

    /// <summary>The connections of its members; null until there is one.</summary>
    public HashSet<string>? Members { get; set; }
}
