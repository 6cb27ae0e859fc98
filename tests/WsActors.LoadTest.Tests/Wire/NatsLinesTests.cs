using System.Text;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class NatsLinesTests
{
    [Fact]
    public void A_publication_says_how_long_it_is() =>
        Assert.Equal("PUB load.1 5\r\nhello\r\n", Encoding.ASCII.GetString(NatsLines.Publish("load.1", "hello"u8)));

    [Fact]
    public void A_subscription_names_its_subject() =>
        Assert.Equal("SUB load.1 1\r\n", Encoding.ASCII.GetString(NatsLines.Subscribe("load.1")));
}
