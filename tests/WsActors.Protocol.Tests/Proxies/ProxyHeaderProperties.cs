using System.Text;
using CsCheck;
using WsActors.Protocol.Proxies;

namespace WsActors.Protocol.Tests.Proxies;

/// <summary>What holds for every header and for any bytes at all.</summary>
public sealed class ProxyHeaderProperties
{
    private static readonly Gen<byte[]> AnyHeader = Gen.OneOf(
        Gen.Select(Gen.UInt, Gen.UShort, (address, port) => Encoding.Latin1.GetBytes(
            $"PROXY TCP4 {new System.Net.IPAddress(address)} 198.51.100.1 {port} 443\r\n")),
        Gen.Select(Gen.Byte.Array[16], Gen.UShort, (address, port) => Encoding.Latin1.GetBytes(
            $"PROXY TCP6 {new System.Net.IPAddress(address)} ::1 {port} 443\r\n")),
        Gen.Select(Gen.OneOf<byte>(0x20, 0x21), Gen.OneOf<byte>(0x00, 0x11, 0x21, 0x31), Gen.Byte.Array[216, 520], ProxyHeaderV2Bytes.Of));

    [Fact]
    public void A_header_is_complete_with_its_last_byte_and_not_one_before__in_whatever_pieces_it_comes() => AnyHeader.Sample(header =>
    {
        for (var length = 0; length < header.Length; length++)
            Assert.Equal(ProxyHeaderStatus.NeedMore, Read(header.AsSpan(0, length)).Status);
        Assert.Equal((ProxyHeaderStatus.Complete, header.Length), (Read(header).Status, Read(header).Consumed));
    }, iter: 300);

    [Fact]
    public void What_follows_a_header_changes_nothing() => Gen.Select(AnyHeader, Gen.Byte.Array[0, 100]).Sample((header, behind) =>
        Assert.Equal(Read(header), Read([.. header, .. behind])));

    [Fact]
    public void Any_bytes_end_in_one_of_three_ways_and_never_wait_beyond_the_longest_header() =>
        Gen.Select(Gen.OneOf("", "PROXY ", "PROXY TCP4 ", "PROXY TCP6 1::", "\r\n\r\n\0\r\nQUIT\n", "\r\n\r\n\0\r\nQUIT\n\u0021\u0011"), Gen.Byte.Array[0, 700])
            .Sample((prefix, bytes) =>
            {
                byte[] all = [.. Encoding.Latin1.GetBytes(prefix), .. bytes];
                var (status, consumed, _) = Read(all);
                Assert.True(status != ProxyHeaderStatus.NeedMore || all.Length < ProxyHeaderReader.MaxBytes);
                Assert.True(status != ProxyHeaderStatus.Complete || consumed <= Math.Min(all.Length, ProxyHeaderReader.MaxBytes));
            });

    [Fact]
    public void What_is_faulty_stays_faulty_when_more_comes() => Gen.Select(Gen.Byte.Array[1, 40], Gen.Byte.Array[0, 600]).Sample((front, more) =>
    {
        if (Read(front).Status == ProxyHeaderStatus.Faulty)
            Assert.Equal(ProxyHeaderStatus.Faulty, Read([.. front, .. more]).Status);
    });

    private static (ProxyHeaderStatus Status, int Consumed, System.Net.IPEndPoint? Client) Read(ReadOnlySpan<byte> bytes)
    {
        var status = ProxyHeaderReader.Read(bytes, out var header, out var consumed, out _);
        return (status, consumed, header?.Client);
    }
}
