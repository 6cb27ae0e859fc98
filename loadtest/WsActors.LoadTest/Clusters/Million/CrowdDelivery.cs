namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The deliveries of one publication.</summary>
/// <param name="Number">Of the publication.</param>
/// <param name="Count">Clients that have received it.</param>
/// <param name="First">When the first one did, in ticks of the machine's monotonic clock, which all processes share.</param>
/// <param name="Last">When the last one did.</param>
internal sealed record CrowdDelivery(long Number, int Count, long First, long Last);
