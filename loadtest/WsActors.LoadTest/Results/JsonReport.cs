using System.Text.Json;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Results;

/// <summary>The result for programs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(ScenarioFile.Json)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(RunReport report) => JsonSerializer.Serialize(report, Options);
}
