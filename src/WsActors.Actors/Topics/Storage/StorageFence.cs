namespace WsActors.Actors.Topics.Storage;

/// <summary>The right to write the topics of a bucket. It ends when the bucket is taken over with a higher term.</summary>
/// <param name="Bucket">The bucket, from 0.</param>
/// <param name="Term">The term, from 1.</param>
public readonly record struct StorageFence(int Bucket, long Term);
