using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// A JSON feed of exactly so many bytes: quotes of some stocks whose prices, sizes and times are others in each message.
/// The marker alone decides all of it, so that whoever has the marker can make the payload again and compare.
/// </summary>
internal sealed class QuotesPayload(int bytes) : IPayload
{
    /// <summary>The frame around no quote at all.</summary>
    public const int MinPayload = 96;

    // More than are ever under way at once in the loads at hand; one that is not here is made again.
    private const int Kept = 64;

    private const string Start = "{\"id\":\"";
    private const string Quotes = "\",\"quotes\":[";
    private const string End = "],\"more\":\"\"}";

    private static readonly string[] Symbols = ["AAPL", "ADBE", "AMZN", "ASML", "BABA", "COST", "GOOG", "INTC", "META", "MSFT", "NFLX", "NVDA", "ORCL", "QCOM", "SAPG", "TSLA"];

    private readonly (Marker Marker, byte[]? Payload)[] _kept = new (Marker, byte[]?)[Kept];

    public byte[] Make(in Marker marker)
    {
        var random = new Random(HashCode.Combine(marker.Run, marker.Number));
        var text = new StringBuilder(Start, bytes).Append(marker.ToString()).Append(Quotes);
        var separator = "";
        while (Quote(separator, random) is var quote && text.Length + quote.Length + End.Length <= bytes)
        {
            text.Append(quote);
            separator = ",";
        }

        text.Append(End[..^2]);
        while (text.Length < bytes - 2)
            text.Append((char)('0' + random.Next(10)));
        return Encoding.ASCII.GetBytes(text.Append(End[^2..]).ToString());
    }

    public bool IsIn(ReadOnlySpan<byte> message, in Marker marker, int end) =>
        message[end..].StartsWith(Known(marker).AsSpan(Start.Length + Marker.Length));

    private byte[] Known(in Marker marker)
    {
        ref var kept = ref _kept[marker.Number % Kept];
        if (kept.Payload is null || kept.Marker != marker)
            kept = (marker, Make(marker));
        return kept.Payload!;
    }

    private static string Quote(string separator, Random random)
    {
        var symbol = random.Next(Symbols.Length);
        var bid = ((symbol + 1) * 2500) + random.Next(2000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{{separator}}{"symbol":"{{Symbols[symbol]}}","bid":{{bid / 100m:0.00}},"ask":{{(bid + random.Next(1, 9)) / 100m:0.00}},"size":{{random.Next(1, 90) * 100}},"time":{{1764000000000 + random.Next(86_400_000)}}}""");
    }
}
