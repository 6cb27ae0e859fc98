using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// A peer's address in 24 bytes and no object: an <see cref="IPEndPoint"/> of IPv6 is three objects and 112 bytes, and is needed a few
/// times in a connection's life.
/// </summary>
internal readonly struct PeerAddress
{
    /// <summary>sizeof(struct sockaddr_in6), the longest that a TCP socket has.</summary>
    public const int MaxBytes = 28;

    // sys/socket.h; .NET has numbers of its own.
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;

    private readonly AddressBytes _address;
    private readonly uint _scope;
    private readonly ushort _port;
    private readonly ushort _family;

    /// <param name="socketAddress">The address from accept4: a sockaddr_in or a sockaddr_in6.</param>
    public PeerAddress(ReadOnlySpan<byte> socketAddress)
    {
        _family = MemoryMarshal.Read<ushort>(socketAddress);
        _port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        if (_family == FamilyIPv6)
        {
            socketAddress.Slice(8, 16).CopyTo(_address);
            _scope = MemoryMarshal.Read<uint>(socketAddress[24..]);
        }
        else
        {
            socketAddress.Slice(4, 4).CopyTo(_address);
        }
    }

    /// <summary>Converts the address for .NET; null if its family is neither IPv4 nor IPv6.</summary>
    public EndPoint? ToEndPoint() => _family switch
    {
        FamilyIPv4 => new IPEndPoint(new IPAddress(_address[..4]), _port),
        FamilyIPv6 => new IPEndPoint(new IPAddress(_address, _scope), _port),
        _ => null,
    };

    [InlineArray(16)]
    private struct AddressBytes
    {
        private byte _first;
    }
}
