using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Options;
using WsActors.Cluster.Settings;

namespace WsActors.Server.Tests.Options;

/// <summary>The settings of the cluster and their faults, each with one line.</summary>
public sealed class ClusterSettingsTests
{
    private const string Seed = "127.0.0.1:8082";

    [Fact]
    public void Without_Seeds_and_Discovery_there_is_no_cluster() => Assert.False(Read(("Port", "9000")).IsOn());

    [Theory]
    [InlineData("Seeds:0", Seed)]
    [InlineData("Seeds:0", "[fd00::7]:8082")]
    [InlineData("Seeds:0", "wsactors-0.wsactors:8082")]
    [InlineData("Discovery", "wsactors.default.svc")]
    public void With_one_of_them_there_is(string key, string value) => Assert.True(Read((key, value)).IsOn());

    [Theory]
    [InlineData("Seeds:0", "10.0.0.7", "the address and port of a node is needed, as in 10.0.0.7:8082 or [fd00::7]:8082")]
    [InlineData("Seeds:0", "fd00::7:8082", "the address and port of a node is needed")]
    [InlineData("Seeds:0", "akka.tcp://wsactors@10.0.0.7:8082", "the address and port of a node is needed")]
    [InlineData("Seeds:0", "10.0.0.7:80820", "the address and port of a node is needed")]
    [InlineData("Discovery", "wsactors:8082", "a DNS name without a port is needed")]
    [InlineData("Address", "0.0.0.0", "an address or a host name is needed at which the other nodes reach this one")]
    [InlineData("Address", "10.0.0.7:8082", "an address or a host name is needed")]
    [InlineData("Name", "my cluster", "ASCII letters, digits, hyphens and underscores are allowed")]
    [InlineData("Replicas", "0", "1 to 5 is allowed")]
    [InlineData("Buckets", "5000", "1 to 4096 is allowed")]
    [InlineData("Port", "0", "1 to 65535 is allowed")]
    [InlineData("Roles:0", "Home", "one of Homes, Clients is needed")]
    [InlineData("Tls:Path", "node.pem", "WsActors:Cluster:Tls:Path needs the authorities that other nodes' certificates must come from")]
    [InlineData("Tls:AuthorityPath", "root.pem", "the other files of TLS need the certificate of this node")]
    public void A_wrong_value_names_its_key_and_what_is_allowed(string key, string value, string allowed)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Seeds:1", Seed), (key, value)));

        Assert.StartsWith("WsActors:Cluster:", fault.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Discovery_and_Seeds_exclude_each_other()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Seeds:0", Seed), ("Discovery", "wsactors")));

        Assert.Contains("it replaces WsActors:Cluster:Seeds", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_Address_beyond_loopback_needs_Tls_or_AllowPlainTcp()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Seeds:0", Seed), ("Address", "10.0.0.7")));

        Assert.Contains("a cluster beyond loopback needs WsActors:Cluster:Tls", fault.Message, StringComparison.Ordinal);
        Read(("Seeds:0", Seed), ("Address", "10.0.0.7"), ("AllowPlainTcp", "true"));
        Read(("Seeds:0", Seed), ("Address", "10.0.0.7"), ("Tls:Path", "node.pem"), ("Tls:AuthorityPath", "root.pem"));
        Read(("Seeds:0", Seed), ("Address", "localhost"));
    }

    [Fact]
    public void Files_of_Tls_that_cannot_be_used_stop_the_start()
    {
        using var folder = new Tls.CertificateFolder();
        using var certificate = folder.Issuer.Issue(["node"]);
        var path = folder.Write("node.pem", certificate.ExportCertificatePem());
        var empty = folder.Write("empty.pem", string.Empty);
        var settings = new ClusterSettings { Seeds = [Seed], Tls = new() { Path = path, AuthorityPath = folder.RootPath, KeyPath = folder.Write("key.pem", Tls.CertificateFolder.KeyPem(certificate)) } };

        Assert.NotNull(ClusterCertificates.Load(settings));
        AssertFault("WsActors:Cluster:Tls:KeyPath", settings with { Tls = settings.Tls with { KeyPath = "missing.pem" } });
        AssertFault("WsActors:Cluster:Tls:Path", settings with { Tls = settings.Tls with { Path = empty } });
        AssertFault("WsActors:Cluster:Tls:AuthorityPath", settings with { Tls = settings.Tls with { AuthorityPath = empty } });
    }

    [Fact]
    public void A_node_without_the_role_Clients_admits_none() => Assert.Equal(
        [0, 1_000_000],
        new[] { "Homes", "Clients" }.Select(role => ReadAll(("Seeds:0", Seed), ("Roles:0", role)).Within(null).Server.Push.MaxConnections));

    private static void AssertFault(string key, ClusterSettings settings) =>
        Assert.StartsWith(key, Assert.Throws<InvalidConfigurationException>(() => ClusterCertificates.Load(settings)).Message, StringComparison.Ordinal);

    private static ClusterSettings Read(params (string Key, string Value)[] settings) => ReadAll(settings).Cluster;

    private static ServerConfiguration ReadAll(params (string Key, string Value)[] settings) => ServerConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"WsActors:Cluster:{setting.Key}", (string?)setting.Value))).Build());
}
