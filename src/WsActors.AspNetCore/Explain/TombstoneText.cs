using System.Globalization;
using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Explain;

/// <summary>Writes how a connection ended as the rest of a sentence.</summary>
internal static class TombstoneText
{
    public static string Of(Tombstone tombstone) =>
        $"{EndOf(tombstone)} at {Time(tombstone.EndedAt)}{ReasonOf(tombstone)}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    private static string EndOf(Tombstone tombstone) => tombstone switch
    {
        { Outcome: ConnectionOutcome.Refused } => $"was refused{Named(tombstone.Refusal)}",
        { WasLost: true } => $"ended without a close frame, {Seconds(tombstone.Idle)} after the last byte or message,",
        { Code: { } code, EndedBy: EndedBy.Client } => $"was closed by the client with {code.Value} {code.Name}",
        { Code: { } code } => $"was closed by the server with {code.Value} {code.Name}",
        { EndedBy: EndedBy.Client } => "was ended by the client",
        _ => "was cut by the server",
    };

    private static string ReasonOf(Tombstone tombstone) => tombstone.Reason.Length > 0 ? $" ({tombstone.Reason})" : string.Empty;

    private static string Named(string? refusal) => refusal is null ? string.Empty : $" as {refusal}";
}
