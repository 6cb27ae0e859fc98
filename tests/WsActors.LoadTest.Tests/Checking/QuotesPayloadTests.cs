using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

public sealed class QuotesPayloadTests
{
    private static readonly Marker First = new(7, 0, 1, 1);

    [Fact]
    public void It_is_JSON_of_exactly_its_bytes() =>
        Gen.Select(Gen.Int[QuotesPayload.MinPayload, 3000], Gen.Int[0, 1_000_000]).Sample((bytes, number) =>
        {
            var payload = new QuotesPayload(bytes).Make(new Marker(7, 0, number, number));
            Assert.Equal(bytes, payload.Length);
            using var json = JsonDocument.Parse(payload);
            Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("quotes").ValueKind);
        });

    [Fact]
    public void It_is_known_again_in_whatever_is_around_it()
    {
        var (maker, checker) = (new QuotesPayload(1024), new QuotesPayload(1024));
        byte[] message = [.. "{\"type\":\"message\",\"data\":"u8, .. maker.Make(First), (byte)'}'];
        Assert.True(Marker.TryFind(message, out var marker, out var end));
        Assert.True(checker.IsIn(message, marker, end));
    }

    [Fact]
    public void A_change_of_any_byte_behind_the_marker_is_seen()
    {
        var quotes = new QuotesPayload(300);
        var payload = quotes.Make(First);
        Assert.True(Marker.TryFind(payload, out _, out var end));
        for (var i = end; i < payload.Length; i++)
        {
            byte[] changed = [.. payload];
            changed[i] ^= 1;
            Assert.False(quotes.IsIn(changed, First, end));
        }
    }

    [Fact]
    public void One_that_is_cut_short_is_seen()
    {
        var quotes = new QuotesPayload(300);
        var payload = quotes.Make(First);
        Assert.True(Marker.TryFind(payload, out _, out var end));
        Assert.False(quotes.IsIn(payload.AsSpan(0, 299), First, end));
    }

    [Fact]
    public void Two_messages_hold_different_quotes()
    {
        var quotes = new QuotesPayload(1024);
        Assert.NotEqual(QuotesIn(quotes.Make(First)), QuotesIn(quotes.Make(new Marker(7, 0, 2, 2))));
    }

    // Filler would come out at a hundredth, random bytes longer than they were.
    [Fact]
    public void One_KB_compresses_as_a_feed_does_to_between_a_fifth_and_two_thirds()
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(new QuotesPayload(1024).Make(First));
        Assert.InRange(compressed.Length, 1024 / 5, 1024 * 2 / 3);
    }

    private static string QuotesIn(byte[] payload) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(payload)).RootElement.GetProperty("quotes").GetRawText();
}
