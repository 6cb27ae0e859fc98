using System.Text.Json.Serialization;

namespace WsActors.Client.Aot;

/// <summary>The JSON of the sample, made when it is compiled.</summary>
[JsonSerializable(typeof(Quote))]
internal sealed partial class QuoteJson : JsonSerializerContext;
