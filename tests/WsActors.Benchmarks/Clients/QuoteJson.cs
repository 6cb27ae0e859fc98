using System.Text.Json.Serialization;

namespace WsActors.Benchmarks.Clients;

/// <summary>The JSON of the payload.</summary>
[JsonSerializable(typeof(Quote))]
internal sealed partial class QuoteJson : JsonSerializerContext;
