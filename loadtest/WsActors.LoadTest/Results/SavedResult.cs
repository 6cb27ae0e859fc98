using System.Text.Json;

namespace WsActors.LoadTest.Results;

/// <summary>What <see cref="JsonReport"/> wrote, read again.</summary>
internal sealed class SavedResult(string json)
{
    private readonly JsonElement _root = JsonElement.Parse(json);

    public string Scenario => TextAt("scenario.name") ?? "?";

    public string Server => TextAt("scenario.server") ?? "?";

    public bool Passed => _root.GetProperty("passed").GetBoolean();

    /// <returns>Null: the run has no such figure.</returns>
    public double? NumberAt(string path) => At(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private string? TextAt(string path) => At(path)?.GetString();

    private JsonElement? At(string path)
    {
        var element = _root;
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }
}
