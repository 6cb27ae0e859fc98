namespace WsActors.LoadTest.Results;

/// <summary>What the load generator itself spent: it must be little beside the server.</summary>
internal sealed record ToolReport(double BytesPerConnection, double CpuSeconds, double? CpuMicrosecondsPerDelivery);
