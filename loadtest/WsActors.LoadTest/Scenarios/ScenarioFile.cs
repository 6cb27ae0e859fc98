using System.Text.Json;
using System.Text.Json.Serialization;

namespace WsActors.LoadTest.Scenarios;

/// <summary>Reads a scenario by path, or by the name of one that comes with the tool.</summary>
internal static class ScenarioFile
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static IEnumerable<string> KnownNames =>
        Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order() : [];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "scenarios");

    /// <exception cref="UsageException">There is no such file, or it is not a scenario.</exception>
    public static Scenario Read(string nameOrPath)
    {
        var path = File.Exists(nameOrPath) ? nameOrPath : Path.Combine(Folder, $"{nameOrPath}.json");
        if (!File.Exists(path))
            throw new UsageException($"there is no scenario \"{nameOrPath}\": give a file, or one of {string.Join(", ", KnownNames)}");

        try
        {
            return JsonSerializer.Deserialize<Scenario>(File.ReadAllText(path), Json)
                ?? throw new UsageException($"{path} holds no scenario");
        }
        catch (JsonException fault)
        {
            throw new UsageException($"{path}: {fault.Message}");
        }
    }
}
