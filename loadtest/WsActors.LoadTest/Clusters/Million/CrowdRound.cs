namespace WsActors.LoadTest.Clusters.Million;

/// <summary>One publication to all clients, or one to each group.</summary>
/// <param name="Name">Which.</param>
/// <param name="Publications">How many.</param>
/// <param name="Refusals">How often one was not accepted, and published again.</param>
/// <param name="Expected">Deliveries that are due.</param>
/// <param name="Delivered">Deliveries that arrived.</param>
/// <param name="Answered">Seconds from the request to its answer.</param>
/// <param name="First">Seconds from the request to the first delivery.</param>
/// <param name="Last">Seconds from the request to the last delivery.</param>
/// <param name="BytesPerPublication">Bytes between nodes.</param>
internal sealed record CrowdRound(string Name, int Publications, int Refusals, long Expected, long Delivered, double Answered, double First, double Last, double BytesPerPublication);
