namespace WsActors.Actors.Buckets.Cluster;

/// <summary>None of the removed nodes can hold a lease any more.</summary>
/// <param name="Bucket">The bucket that asked.</param>
public sealed record LeasesEnded(int Bucket);
