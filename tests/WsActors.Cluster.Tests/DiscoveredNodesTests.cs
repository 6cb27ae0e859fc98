using System.Net;
using WsActors.Cluster.Membership;
using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Tests;

/// <summary>The nodes that the addresses of a DNS name stand for.</summary>
public sealed class DiscoveredNodesTests
{
    [Theory]
    [InlineData("10.0.0.7", "10.0.0.9 10.0.0.7 10.0.0.8", "10.0.0.7:8082 10.0.0.8:8082 10.0.0.9:8082")]
    [InlineData("10.0.0.7", "10.0.0.8 fd00::8 10.0.0.7 fd00::7", "10.0.0.7:8082 10.0.0.8:8082")]
    [InlineData("fd00::7", "10.0.0.8 fd00::8 10.0.0.7 fd00::7", "[fd00::7]:8082 [fd00::8]:8082")]
    [InlineData("node-1.example", "10.0.0.8 fd00::8", "10.0.0.8:8082 [fd00::8]:8082")]
    [InlineData("10.0.0.7", "10.0.0.7 10.0.0.7", "10.0.0.7:8082")]
    [InlineData("10.0.0.7", "fd00::7", "")]
    public void They_are_those_of_its_own_family_in_order_and_once(string own, string addresses, string nodes) => Assert.Equal(
        nodes, string.Join(' ', DiscoveredNodes.Of(addresses.Split(' ').Select(IPAddress.Parse), new ClusterSettings { Address = own })));
}
