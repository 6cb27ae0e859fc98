using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>The key that identifies repetitions of a publication.</summary>
internal static class IdempotencyKey
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>Reads the header. The key is null if it is absent; anything but one key of the allowed length is a problem.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? key, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, IdempotencyKeys.FaultOfKey, Problems.InvalidIdempotencyKey, out key, out problem);
}
