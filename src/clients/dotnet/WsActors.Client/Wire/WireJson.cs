using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WsActors.Client.Wire;

/// <summary>The types that the protocol itself needs, and those that applications may use without a context of their own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = MaxDepth)]
[JsonSerializable(typeof(WelcomeLimits))]
[JsonSerializable(typeof(MissedRange))]
[JsonSerializable(typeof(HistoryEntry[]))]
[JsonSerializable(typeof(PresenceMember[]))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(byte[]))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class WireJson : JsonSerializerContext
{
    // Deeper than the server lets data be, so that none of it makes an answer unreadable.
    private const int MaxDepth = 10_000;

    /// <summary>The contract of a type: the application's, or one of these.</summary>
    public static JsonTypeInfo<T> TypeOf<T>(JsonSerializerContext? context) =>
        (context?.GetTypeInfo(typeof(T)) ?? WireJson.Default.GetTypeInfo(typeof(T))) as JsonTypeInfo<T>
        ?? throw new InvalidOperationException(
            $"The client does not know the JSON of {typeof(T)}: name it in a JsonSerializerContext and set this as WsActorsClientOptions.Json, or pass a JsonTypeInfo.");
}
