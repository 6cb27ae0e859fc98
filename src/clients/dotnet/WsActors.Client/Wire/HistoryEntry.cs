using System.Text.Json;

namespace WsActors.Client.Wire;

/// <summary>A message in an answer to <c>history</c>.</summary>
internal sealed record HistoryEntry(long? Offset, JsonElement Data, string? Encoding);
