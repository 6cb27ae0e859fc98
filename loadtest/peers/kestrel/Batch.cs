using System.Text.Json;

namespace Peers.Kestrel;

/// <summary>The body of a POST: some publications.</summary>
internal sealed record Batch(IReadOnlyList<Batch.Message> Messages)
{
    /// <summary>One of them.</summary>
    internal sealed record Message(IReadOnlyList<string> Topics, JsonElement Data);
}
