using System.Net;
using System.Net.Sockets;
using WsActors.Actors.Transport.Epoll;

namespace WsActors.Actors.Tests.Transport.Epoll;

/// <summary>What is exchanged with the kernel as bytes and numbers.</summary>
public sealed class WireLayoutTests
{
    [Fact]
    public void An_event_is_read_as_it_was_written()
    {
        var place = new byte[EventBuffer.MaxEventBytes];
        EventBuffer.Write(place, Readiness.Readable | Readiness.Edges, int.MaxValue, uint.MaxValue - 1);

        Assert.Equal(Readiness.Readable | Readiness.Edges, EventBuffer.Read(place, out var descriptor, out var generation));
        Assert.Equal((int.MaxValue, uint.MaxValue - 1), (descriptor, generation));
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("203.0.113.7:65535")]
    [InlineData("[2001:db8::7]:40000")]
    [InlineData("[fe80::1%3]:40000")]
    public void An_address_is_read_as_the_kernel_writes_it(string text)
    {
        var endPoint = IPEndPoint.Parse(text);
        var kernels = endPoint.Serialize();

        Assert.Equal(endPoint, new PeerAddress(Padded(kernels)).ToEndPoint());
    }

    [Fact]
    public void A_socket_without_an_address_of_IP_has_none() => Assert.Null(new PeerAddress(new byte[PeerAddress.MaxBytes]).ToEndPoint());

    // The acceptor judges by these names, as it does for .NET's sockets.
    [Theory]
    [InlineData(11, SocketError.WouldBlock)]
    [InlineData(24, SocketError.TooManyOpenSockets)]
    [InlineData(23, SocketError.TooManyOpenSockets)]
    [InlineData(12, SocketError.NoBufferSpaceAvailable)]
    [InlineData(103, SocketError.ConnectionAborted)]
    [InlineData(104, SocketError.ConnectionReset)]
    [InlineData(32, SocketError.Shutdown)]
    [InlineData(110, SocketError.TimedOut)]
    [InlineData(9999, SocketError.SocketError)]
    public void An_error_has_the_name_that_Socket_gives_it(int errno, SocketError name) => Assert.Equal(name, Errno.ToSocketError(errno));

    private static byte[] Padded(SocketAddress address)
    {
        var bytes = new byte[PeerAddress.MaxBytes];
        address.Buffer.Span[..Math.Min(address.Size, bytes.Length)].CopyTo(bytes);
        return bytes;
    }
}
