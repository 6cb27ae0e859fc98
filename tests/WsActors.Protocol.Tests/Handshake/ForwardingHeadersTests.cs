using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class ForwardingHeadersTests
{
    [Fact]
    public void Repeated_headers_are_one_list__RFC9110_5_3()
    {
        var request = Read("X-Forwarded-For: 203.0.113.7\r\nx-forwarded-for: 10.0.0.3, 10.0.0.4\r\nX-Forwarded-Proto: https\r\n");

        Assert.Equal(("203.0.113.7, 10.0.0.3, 10.0.0.4", "https"), (request.XForwardedFor, request.XForwardedProto));
        Assert.Null(request.Forwarded);
    }

    private static HandshakeRequest Read(string headers)
    {
        RequestReader.Read(Encoding.ASCII.GetBytes(UpgradeRequest.To("/", headers)), new HandshakeLimits(), out var http, out _, out _);
        Assert.True(UpgradeRules.Judge(http!, out var request, out _));
        return request!;
    }
}
