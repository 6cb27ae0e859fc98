using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Results;

/// <summary>What so many connections cost: one line of a JSON lines file, which may say more.</summary>
/// <param name="Series">Points of one series belong together: <c>sockets</c>, <c>in memory</c>.</param>
/// <param name="Connections">How many stood.</param>
/// <param name="Bytes">The server's resident memory with all of them, one-off costs included.</param>
/// <param name="CpuMicroseconds">The server's processor time for a delivery; null: not measured.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record GrowthPoint(string Series, long Connections, double Bytes, double? CpuMicroseconds)
{
    public double BytesEach => Bytes / Connections;

    /// <exception cref="UsageException">A line is no point.</exception>
    public static IReadOnlyList<GrowthPoint> Read(string lines)
    {
        var points = new List<GrowthPoint>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                points.Add(JsonSerializer.Deserialize<GrowthPoint>(line, ScenarioFile.Json) is { Connections: > 0 } point
                    ? point
                    : throw new UsageException($"a point needs connections: {line}"));
            }
            catch (JsonException fault)
            {
                throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"no point: {line}: {fault.Message}"));
            }
        }

        return points;
    }
}
