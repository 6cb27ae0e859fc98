using WsActors.LoadTest.Clusters.Balancing;

namespace WsActors.LoadTest.Tests.Clusters;

public sealed class HaproxyConfigurationTests
{
    [Fact]
    public void Each_node_is_a_server_that_is_asked_on_its_admin_port_whether_it_is_ready()
    {
        var text = HaproxyConfiguration.Write("127.0.0.1:18079", [("127.0.0.1", 18080, 18081), ("127.0.0.1", 18090, 18091)]);

        Assert.Contains("    bind 127.0.0.1:18079\n", text, StringComparison.Ordinal);
        Assert.EndsWith("    server node0 127.0.0.1:18080 port 18081\n    server node1 127.0.0.1:18090 port 18091\n", text, StringComparison.Ordinal);
    }

    // What the documentation tells operators to use, and what is tested, must not drift apart.
    [Theory]
    [InlineData("timeout check 10s")]
    [InlineData("timeout tunnel 60s")]
    [InlineData("option redispatch")]
    [InlineData("retries 3")]
    [InlineData("retry-on conn-failure 503")]
    [InlineData("balance leastconn")]
    [InlineData("option httpchk GET /readyz")]
    public void It_is_the_documented_one(string line)
    {
        Assert.Contains(line, HaproxyConfiguration.Write("a:1", []), StringComparison.Ordinal);
        Assert.Contains(line, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "haproxy.cfg")), StringComparison.Ordinal);
    }
}
