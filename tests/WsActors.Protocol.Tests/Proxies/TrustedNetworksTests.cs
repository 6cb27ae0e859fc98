using System.Net;
using WsActors.Protocol.Proxies;

namespace WsActors.Protocol.Tests.Proxies;

public sealed class TrustedNetworksTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "::1", false)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("0.0.0.0/0", "192.0.2.7", true)]
    public void An_address_is_trusted_where_a_network_holds_it(string network, string address, bool trusted)
    {
        Assert.True(TrustedNetworks.TryParse(network, out var parsed, out _));

        Assert.Equal(trusted, new TrustedNetworks([parsed]).Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("*")]
    public void What_is_no_network_is_refused_with_a_reason(string text)
    {
        Assert.False(TrustedNetworks.TryParse(text, out _, out var fault));
        Assert.NotEmpty(fault);
    }
}
