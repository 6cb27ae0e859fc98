using System.Net;
using System.Text;
using WsActors.Protocol.Proxies;

namespace WsActors.Protocol.Tests.Proxies;

/// <summary>What "The PROXY protocol, versions 1 &amp; 2" asks of a receiver.</summary>
public sealed class ProxyHeaderReaderTests
{
    [Theory]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 40000 443\r\n", "192.0.2.7:40000")]
    [InlineData("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255:65535")]
    [InlineData("PROXY TCP6 2001:db8::7 2001:db8::1 0 443\r\n", "[2001:db8::7]:0")]
    [InlineData("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n", "[::ffff:192.0.2.7]:1")]
    public void Version_1_names_the_client(string line, string client)
    {
        Assert.Equal(IPEndPoint.Parse(client), Complete(line).Client);
    }

    [Theory]
    [InlineData("PROXY UNKNOWN\r\n")]
    [InlineData("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n")]
    [InlineData("PROXY UNKNOWN anything at all\r\n")]
    public void Version_1_UNKNOWN_leaves_the_connections_own_address(string line)
    {
        Assert.Null(Complete(line).Client);
    }

    [Fact]
    public void Bytes_behind_the_header_are_not_consumed()
    {
        const string Header = "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n";
        ProxyHeaderReader.Read(Encoding.Latin1.GetBytes(Header + "GET / HTTP/1.1\r\n"), out _, out var consumed, out _);

        Assert.Equal(Header.Length, consumed);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", "missing")]
    [InlineData("PRI * HTTP/2.0\r\n", "missing")]
    [InlineData("proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n", "missing")]
    [InlineData("\u0016\u0003\u0001", "missing")]
    [InlineData("PROXY \r\n", "malformed")]
    [InlineData("PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7  198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 2001:db8::1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP6 [::1] ::1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 010.0.0.1 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 0x7f.0.0.1 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7 198.51.100.1 +1 2\r\n", "malformed")]
    public void Whatever_else_comes_is_a_fault_by_name(string bytes, string fault)
    {
        Assert.Equal(fault, Faulty(Encoding.Latin1.GetBytes(bytes)).Name);
    }

    [Fact]
    public void A_version_1_line_of_107_bytes_is_the_longest()
    {
        var line = "PROXY UNKNOWN " + new string('x', ProxyHeaderReader.MaxLineBytes - 16) + "\r\n";

        Assert.Null(Complete(line).Client);
        Assert.Equal("too_long", Faulty(Encoding.Latin1.GetBytes(line.Insert(14, "x"))).Name);
    }

    [Fact]
    public void A_version_1_line_without_end_is_refused_at_its_107th_byte()
    {
        var endless = Encoding.Latin1.GetBytes("PROXY UNKNOWN " + new string('x', 200));

        Assert.Equal(ProxyHeaderStatus.NeedMore, ProxyHeaderReader.Read(endless.AsSpan(0, 106), out _, out _, out _));
        Assert.Equal(ProxyHeaderStatus.Faulty, ProxyHeaderReader.Read(endless.AsSpan(0, 107), out _, out _, out _));
    }

    [Fact]
    public void Version_2_names_the_client_over_IPv4()
    {
        var header = Complete(ProxyHeaderV2Bytes.Of(0x21, 0x11, ProxyHeaderV2Bytes.IPv4("192.0.2.7", 40000)));

        Assert.Equal(IPEndPoint.Parse("192.0.2.7:40000"), header.Client);
    }

    [Fact]
    public void Version_2_names_the_client_over_IPv6()
    {
        var header = Complete(ProxyHeaderV2Bytes.Of(0x21, 0x21, ProxyHeaderV2Bytes.IPv6("2001:db8::7", 40000)));

        Assert.Equal(IPEndPoint.Parse("[2001:db8::7]:40000"), header.Client);
    }

    [Fact]
    public void Version_2_skips_what_follows_the_addresses()
    {
        byte[] unique = [0x05, 0, 3, 1, 2, 3];
        var header = Complete(ProxyHeaderV2Bytes.Of(0x21, 0x11, [.. ProxyHeaderV2Bytes.IPv4("192.0.2.7", 1), .. unique]));

        Assert.Equal(IPEndPoint.Parse("192.0.2.7:1"), header.Client);
    }

    [Theory]
    [InlineData(0x20, 0x00, 0)] // LOCAL: health checks
    [InlineData(0x20, 0x11, 12)] // LOCAL with addresses
    [InlineData(0x20, 0xFF, 3)] // LOCAL: "the protocol block including the family … is ignored"
    [InlineData(0x21, 0x00, 0)] // UNSPEC
    [InlineData(0x21, 0x00, 30)]
    [InlineData(0x21, 0x31, 216)] // a UNIX socket
    [InlineData(0x21, 0x12, 12)] // UDP over IPv4 says nothing about this stream
    public void Version_2_without_a_tcp_address_leaves_the_connections_own(byte command, byte family, int length)
    {
        Assert.Null(Complete(ProxyHeaderV2Bytes.Of(command, family, new byte[length])).Client);
    }

    [Theory]
    [InlineData(0x11, 0x11, 12, "malformed")] // version 1 in the binary form
    [InlineData(0x22, 0x11, 12, "malformed")] // a command that is none
    [InlineData(0x21, 0x41, 12, "malformed")] // a family that is none
    [InlineData(0x21, 0x13, 12, "malformed")] // a protocol that is none
    [InlineData(0x21, 0x11, 11, "malformed")] // shorter than its addresses
    [InlineData(0x21, 0x21, 35, "malformed")]
    [InlineData(0x21, 0x31, 215, "malformed")]
    [InlineData(0x21, 0x11, 521, "too_long")]
    [InlineData(0x20, 0x00, 65535, "too_long")]
    public void Version_2_with_unassigned_values_or_lengths_that_cannot_be_is_refused(byte command, byte family, int length, string fault)
    {
        Assert.Equal(fault, Faulty(ProxyHeaderV2Bytes.Of(command, family, new byte[length])).Name);
    }

    [Fact]
    public void A_wrong_command_is_refused_before_anything_behind_it_has_come()
    {
        Assert.Equal("malformed", Faulty(ProxyHeaderV2Bytes.Of(0x2F, 0x11, new byte[12])[..13]).Name);
    }

    private static ProxyHeader Complete(string line) => Complete(Encoding.Latin1.GetBytes(line));

    private static ProxyHeader Complete(byte[] bytes)
    {
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.Read(bytes, out var header, out var consumed, out _));
        Assert.Equal(bytes.Length, consumed);
        return header!;
    }

    private static ProxyHeaderFault Faulty(byte[] bytes)
    {
        Assert.Equal(ProxyHeaderStatus.Faulty, ProxyHeaderReader.Read(bytes, out _, out _, out var fault));
        return fault!;
    }
}
