using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Echo;

public sealed class EchoProtocolTests
{
    [Theory]
    [InlineData(MessageKind.Text)]
    [InlineData(MessageKind.Binary)]
    public void Every_message_is_to_come_back_as_it_came(MessageKind kind) =>
        Assert.Equal(new ClientCommand.Echo(kind), EchoProtocol.Instance.Read(kind, [1, 2, 3]));

    [Fact]
    public void The_server_says_nothing_of_its_own() => Assert.Null(EchoProtocol.Instance.Write(new ServerEvent.Pong(null)));

    [Fact]
    public void The_name_is_the_metrics_label() => Assert.Equal("echo", EchoProtocol.Instance.Name);
}
