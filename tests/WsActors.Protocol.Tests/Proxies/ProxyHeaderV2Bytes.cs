using System.Buffers.Binary;
using System.Net;

namespace WsActors.Protocol.Tests.Proxies;

/// <summary>PROXY headers of version 2, as a proxy writes them.</summary>
internal static class ProxyHeaderV2Bytes
{
    private static readonly byte[] Signature = [.. "\r\n\r\n\0\r\nQUIT\n"u8];

    public static byte[] Of(byte command, byte family, byte[] block)
    {
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)block.Length);
        return [.. Signature, command, family, .. length, .. block];
    }

    public static byte[] IPv4(string client, ushort port) => Block(client, "198.51.100.1", port);

    public static byte[] IPv6(string client, ushort port) => Block(client, "2001:db8::1", port);

    private static byte[] Block(string client, string server, ushort port) =>
    [
        .. IPAddress.Parse(client).GetAddressBytes(),
        .. IPAddress.Parse(server).GetAddressBytes(),
        (byte)(port >> 8),
        (byte)port,
        0x01,
        0xBB,
    ];
}
