using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WsActors.Publishing.Wire;

/// <summary>The JSON of the admin API, and of types that applications may publish without a context of their own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
internal sealed partial class PublishingJson : JsonSerializerContext
{
    /// <summary>The contract of a type: the application's, or one of these.</summary>
    public static JsonTypeInfo<T> TypeOf<T>(JsonSerializerContext? context) =>
        (context?.GetTypeInfo(typeof(T)) ?? PublishingJson.Default.GetTypeInfo(typeof(T))) as JsonTypeInfo<T>
        ?? throw new InvalidOperationException(
            $"The publisher does not know the JSON of {typeof(T)}: name it in a JsonSerializerContext and set this as WsActorsPublisherOptions.Json, or pass a JsonTypeInfo.");
}
