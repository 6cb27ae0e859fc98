using System.Buffers.Binary;
using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>Version 2: a signature, four bytes with the kind and length of the rest, addresses, type-length-values.</summary>
internal static class ProxyHeaderV2
{
    private const int HeadBytes = 16;
    private const int TcpOverIPv4 = 0x11;
    private const int TcpOverIPv6 = 0x21;

    public static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    public static ProxyHeaderStatus Read(
        ReadOnlySpan<byte> bytes, out ProxyHeader? header, out int consumed, out ProxyHeaderFault? fault)
    {
        header = null;
        consumed = 0;
        fault = FaultOf(bytes);
        if (fault is not null)
            return ProxyHeaderStatus.Faulty;
        if (bytes.Length < HeadBytes || bytes.Length < TotalBytes(bytes))
            return ProxyHeaderStatus.NeedMore;

        consumed = TotalBytes(bytes);
        header = Understand(bytes[12], bytes[13], bytes[HeadBytes..consumed]);
        return ProxyHeaderStatus.Complete;
    }

    // Each byte is checked when it arrives, so that a fault is reported without waiting for the following bytes.
    private static ProxyHeaderFault? FaultOf(ReadOnlySpan<byte> bytes)
    {
        // §2.2: "The highest four bits contains the version. … it must always be sent as \x2 and the receiver must only
        // accept this value." Commands: "Receivers must drop connections presenting unexpected values here."
        if (bytes.Length > 12 && bytes[12] is not (0x20 or 0x21))
            return ProxyHeaderFault.Malformed("version and command are neither 2 with LOCAL nor 2 with PROXY");

        // §2.2: for LOCAL the receiver must "discard the protocol block including the family which is ignored".
        var isLocal = bytes.Length > 12 && bytes[12] == 0x20;

        // §2.2, families and protocols: "Receivers must drop connections presenting unexpected values here."
        if (bytes.Length > 13 && !isLocal && ((bytes[13] >> 4) > 3 || (bytes[13] & 0x0F) > 2))
            return ProxyHeaderFault.Malformed("the address family or the transport protocol is unassigned");
        if (bytes.Length < HeadBytes)
            return null;
        if (TotalBytes(bytes) > ProxyHeaderReader.MaxBytes)
            return ProxyHeaderFault.TooLong;

        return !isLocal && TotalBytes(bytes) - HeadBytes < AddressBytes(bytes[13])
            ? ProxyHeaderFault.Malformed("the length is shorter than the addresses of the family")
            : null;
    }

    // What follows the addresses is "additional TLV vectors … that the receiver may skip": none of them is asked for here.
    private static ProxyHeader Understand(byte command, byte family, ReadOnlySpan<byte> block)
    {
        if (command == 0x20)
            return ProxyHeader.Own;

        // Source address, destination address, source port, destination port. Other families than TCP over IPv4 or IPv6 have no address
        // that could be compared to a client's.
        return family switch
        {
            TcpOverIPv4 => Client(block[..4], block[8..]),
            TcpOverIPv6 => Client(block[..16], block[32..]),
            _ => ProxyHeader.Own,
        };
    }

    private static ProxyHeader Client(ReadOnlySpan<byte> address, ReadOnlySpan<byte> ports) =>
        new(new IPEndPoint(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(ports)));

    private static int TotalBytes(ReadOnlySpan<byte> head) => HeadBytes + BinaryPrimitives.ReadUInt16BigEndian(head[14..]);

    private static int AddressBytes(byte family) => (family >> 4) switch
    {
        1 => 12,
        2 => 36,
        3 => 216,
        _ => 0,
    };
}
