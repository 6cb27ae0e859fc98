namespace WsActors.LoadTest.Results;

/// <summary>Latency of the quiet topics, alone and beside the firehose.</summary>
/// <param name="Topics">How many there are.</param>
/// <param name="Subscribers">Of each of them.</param>
/// <param name="Rate">Publications per second to all of them together.</param>
/// <param name="Alone">Before the firehose began.</param>
/// <param name="Beside">While it ran.</param>
internal sealed record FairnessReport(int Topics, int Subscribers, double Rate, LatencyReport Alone, LatencyReport Beside);
