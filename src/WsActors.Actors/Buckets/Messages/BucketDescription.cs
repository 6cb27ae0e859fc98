using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A bucket, as the node that it is given to describes it.</summary>
/// <param name="Bucket">Its number.</param>
/// <param name="Home">The address of the node.</param>
/// <param name="IsServing">True if the home serves; false while it is being taken over.</param>
/// <param name="Term">The term of the home; 0 while it does not serve.</param>
/// <param name="Replicas">The addresses of the nodes with a replica, the home's own first.</param>
/// <param name="Topics">The number of topics.</param>
public sealed record BucketDescription(int Bucket, string Home, bool IsServing, long Term, IReadOnlyList<string> Replicas, int Topics) : IWireMessage;
