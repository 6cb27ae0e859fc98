namespace WsActors.Actors.Telemetry;

/// <summary>Makes the labels of measurements.</summary>
internal static class Label
{
    public static KeyValuePair<string, object?> Of(string key, string value) => new(key, value);
}
