using System.Text;
using System.Text.Json;
using CsCheck;
using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

public sealed class MarkerTests
{
    private static readonly Gen<Marker> AnyMarker =
        Gen.Select(Gen.UInt, Gen.Int[0, 9_999_999], Gen.Int[0, 999_999_999], Gen.Long[0, 999_999_999_999], (run, topic, sequence, number) => new Marker(run, topic, sequence, number));

    [Fact]
    public void What_was_written_is_found_whatever_is_around_it() =>
        Gen.Select(AnyMarker, Gen.Int[Marker.MinPayload, 300], Gen.Byte.Array[0, 50]).Sample((marker, bytes, around) =>
        {
            // The sign itself may not stand before the marker.
            if (around.AsSpan().IndexOf((byte)'~') >= 0)
                return;

            byte[] message = [.. around, .. Written(marker, bytes), .. around];
            Assert.True(Marker.TryFind(message, out var found, out var end));
            Assert.Equal(marker, found);
            Assert.True(Marker.HasFiller(message, end, bytes));
        });

    [Fact]
    public void A_payload_is_a_JSON_string_of_exactly_its_bytes()
    {
        var payload = Written(new Marker(1, 2, 3, 4), 128);
        Assert.Equal(128, payload.Length);
        Assert.Equal(126, JsonSerializer.Deserialize<string>(payload)!.Length);
    }

    [Fact]
    public void A_message_without_a_marker_has_none() =>
        Gen.Byte.Array[0, 200].Where(bytes => bytes.AsSpan().IndexOf("~wl~"u8) < 0).Sample(bytes =>
            Assert.False(Marker.TryFind(bytes, out _, out _)));

    [Fact]
    public void A_marker_that_is_cut_is_none()
    {
        var payload = Written(new Marker(1, 2, 3, 4), Marker.MinPayload);
        for (var cut = 0; cut < payload.Length - 1; cut++)
            Assert.False(Marker.TryFind(payload.AsSpan(0, cut), out _, out _));
    }

    [Theory]
    [InlineData("xxx", "xx")]
    [InlineData("xxx", "xxxx")]
    [InlineData("xxx", "xyx")]
    public void Filler_that_was_shortened_lengthened_or_changed_is_seen(string part, string changed)
    {
        var text = Encoding.ASCII.GetString(Written(new Marker(1, 2, 3, 4), Marker.MinPayload + 3));
        var message = Encoding.ASCII.GetBytes(text.Replace(part, changed, StringComparison.Ordinal));
        Assert.True(Marker.TryFind(message, out _, out var end));
        Assert.False(Marker.HasFiller(message, end, Marker.MinPayload + 3));
    }

    private static byte[] Written(Marker marker, int bytes)
    {
        var payload = Marker.Payload(bytes);
        marker.WriteTo(payload);
        return payload;
    }
}
