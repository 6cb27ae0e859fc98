namespace WsActors.LoadTest.Results;

/// <summary>About one second of a load; latencies in microseconds.</summary>
internal sealed record SecondOfLoad(double At, long Deliveries, long P50, long P99, long Max);
