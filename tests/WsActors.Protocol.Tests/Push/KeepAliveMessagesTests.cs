using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push;

public sealed class KeepAliveMessagesTests
{
    [Theory]
    [InlineData("/connect", "", false)]
    [InlineData("/connect", "keepalive=message", true)]
    [InlineData("/topics/news", "since=0&keepalive=message", true)]
    public void A_client_asks_for_them_in_the_query(string path, string query, bool asked)
    {
        Assert.Equal(asked, TestRoutes.Standard.Resolve(Request(path, query), out _)!.KeepAliveMessages);
    }

    [Fact]
    public void Another_value_is_refused_with_400()
    {
        Assert.Null(TestRoutes.Standard.Resolve(Request("/connect", "keepalive=30"), out var refusal));
        Assert.Equal((400, "invalid_keepalive"), (refusal!.Status, refusal.Name));
    }

    [Fact]
    public void An_unknown_path_stays_unknown()
    {
        TestRoutes.Standard.Resolve(Request("/nowhere", "keepalive=30"), out var refusal);

        Assert.Equal(404, refusal!.Status);
    }

    [Fact]
    public void In_json_it_is_an_object_of_its_own_type() => Assert.Equal(
        "\u0081\u0014{\"type\":\"keepalive\"}", Encoding.Latin1.GetString(JsonProtocol.Instance.Write(ServerEvent.KeptAlive.Instance)!));

    [Fact]
    public void In_plain_mode_it_is_an_empty_text_message() =>
        Assert.Equal([0x81, 0x00], PlainProtocol.Instance.Write(ServerEvent.KeptAlive.Instance)!);

    [Fact]
    public void On_echo_nothing_is_said_that_the_client_did_not_send() =>
        Assert.Null(EchoProtocol.Instance.Write(ServerEvent.KeptAlive.Instance));

    private static HandshakeRequest Request(string path, string query) =>
        new() { Path = path, Query = query, Host = "localhost", Key = "" };
}
