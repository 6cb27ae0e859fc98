using System.Net;
using WsActors.Server.Demo;

namespace WsActors.Server.Tests.Demo;

/// <summary>The address that the demo page connects to.</summary>
public sealed class PushAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", false, "localhost", "ws://localhost:8080/connect")]
    [InlineData("127.0.0.1:8080", false, "127.0.0.1", "ws://127.0.0.1:8080/connect")]
    [InlineData("0.0.0.0:8080", true, "push.localhost", "wss://push.localhost:8080/connect")]
    [InlineData("[::]:8080", false, "[::1]", "ws://localhost:8080/connect")]
    [InlineData("10.0.0.5:443", true, "localhost", "wss://10.0.0.5/connect")]
    [InlineData("[2001:db8::1]:8080", false, "localhost", "ws://localhost:8080/connect")]
    public void It_is_one_that_the_browser_reaches(string endPoint, bool isSecure, string host, string address) =>
        Assert.Equal(address, new PushAddress(IPEndPoint.Parse(endPoint), isSecure).For(host).AbsoluteUri);
}
