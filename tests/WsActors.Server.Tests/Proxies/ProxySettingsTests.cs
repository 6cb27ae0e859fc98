using System.Net;
using Microsoft.Extensions.Configuration;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Proxies;

namespace WsActors.Server.Tests.Proxies;

/// <summary>The settings for proxies: what they are by default, how they are written, and the line that stops the start.</summary>
public sealed class ProxySettingsTests
{
    [Fact]
    public void By_default_nobody_is_believed_and_pages_of_any_origin_may_connect()
    {
        var push = Read();

        Assert.Empty(push.TrustedProxies);
        Assert.Empty(push.AllowedOrigins);
        Assert.Equal((ProxyProtocolMode.Off, ForwardingHeader.XForwardedFor, "/"), (push.ProxyProtocol, push.ForwardingHeader, push.PathBase));
    }

    [Fact]
    public void Networks_and_single_addresses_are_read()
    {
        var push = Read(("TrustedProxies:0", "10.0.0.0/8"), ("TrustedProxies:1", "2001:db8::1"));

        Assert.Equal([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::1/128")], push.TrustedProxies);
    }

    [Theory]
    [InlineData("TrustedProxies:0", "10.0.0.0/33", "WsActors:Push:TrustedProxies:0 is \"10.0.0.0/33\": the prefix length does not fit")]
    [InlineData("TrustedProxies:0", "proxy.local", "WsActors:Push:TrustedProxies:0 is \"proxy.local\": a network is needed")]
    [InlineData("TrustedProxies", "10.0.0.0/8", "WsActors:Push:TrustedProxies is \"…\": a list is needed: set its entries as WsActors:Push:TrustedProxies:0")]
    [InlineData("AllowedOrigins:0", "example.com", "WsActors:Push:AllowedOrigins:0 is \"example.com\": an origin without path is needed")]
    [InlineData("AllowedHosts:0", "https://push.example.com", "WsActors:Push:AllowedHosts:0 is \"https://push.example.com\": a host without scheme, port and path is needed")]
    [InlineData("RefuseWithCloseCode", "Some", "WsActors:Push:RefuseWithCloseCode is \"Some\": one of Browsers, All, None is needed")]
    [InlineData("PathBase", "push", "WsActors:Push:PathBase is \"push\": a path that begins with / is needed")]
    [InlineData("ProxyProtocol", "Maybe", "WsActors:Push:ProxyProtocol is \"Maybe\": one of Off, FromTrusted, Required is needed")]
    [InlineData("ProxyProtocol", "Required", "WsActors:Push:ProxyProtocol is \"Required\": it needs the proxies' networks in WsActors:Push:TrustedProxies")]
    [InlineData("ForwardingHeader", "X-Real-IP", "WsActors:Push:ForwardingHeader is \"X-Real-IP\": one of None, XForwardedFor, Forwarded is needed")]
    public void A_wrong_value_stops_the_start_with_one_line_that_names_its_key(string key, string value, string line)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read((key, value)));

        Assert.StartsWith(line, fault.Message, StringComparison.Ordinal);
    }

    private static PushSettings Read(params (string Key, string Value)[] settings) => ServerConfiguration.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("WsActors:Push:" + setting.Key, (string?)setting.Value)))
            .Build()).Server.Push;
}
