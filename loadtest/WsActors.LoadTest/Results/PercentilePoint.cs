namespace WsActors.LoadTest.Results;

/// <summary>So many percent of the deliveries took at most so long.</summary>
internal sealed record PercentilePoint(double Percentile, long Microseconds);
