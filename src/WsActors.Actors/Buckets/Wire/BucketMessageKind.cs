namespace WsActors.Actors.Buckets.Wire;

/// <summary>The kinds of messages between the buckets of nodes. The numbers are part of the wire format.</summary>
internal enum BucketMessageKind : byte
{
    ToHome = 1,
    ToReplica = 2,
    Requests = 3,
    Replies = 4,
    Updates = 5,
    Feed = 6,
    FeedStatus = 7,
    FollowerStatus = 8,
    StreamLost = 9,
    HomeHere = 10,
    NotHome = 11,
}
