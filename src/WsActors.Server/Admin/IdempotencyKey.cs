using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>The key by which a repeated publication is recognised.</summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>Reads the header: null where it is absent, a problem where it is not one key of the allowed length.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? key, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, FaultOf, Problems.InvalidIdempotencyKey, out key, out problem);

    /// <summary>What is wrong with a key; null for a good one.</summary>
    public static string? FaultOf(string? key) => key is { Length: >= 1 and <= IdempotencyKeys.MaxKeyLength } && WellFormedText.Is(key)
        ? null
        : $"an idempotency key is one text of 1 to {IdempotencyKeys.MaxKeyLength} characters";
}
