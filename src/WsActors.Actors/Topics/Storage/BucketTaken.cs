namespace WsActors.Actors.Topics.Storage;

/// <summary>The store's answer to <see cref="TakeBucket"/>.</summary>
/// <param name="Request">The very request that this answers.</param>
/// <param name="Term">The term that is granted, higher than each that was granted before; 0 if there is a fault.</param>
/// <param name="Fault">The reason for which the bucket was not taken over; null if it was.</param>
public sealed record BucketTaken(TakeBucket Request, long Term, StorageFault? Fault);
