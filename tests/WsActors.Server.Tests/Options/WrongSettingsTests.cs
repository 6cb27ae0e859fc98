using Microsoft.Extensions.Configuration;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Options;

/// <summary>A wrong setting is one line: the key, its value and what is allowed.</summary>
public sealed class WrongSettingsTests
{
    [Theory]
    [InlineData("Push:Port", "-1", "0 to 65535 is allowed")]
    [InlineData("Push:Port", "65536", "0 to 65535 is allowed")]
    [InlineData("Push:Port", "http", "a whole number is needed")]
    [InlineData("Push:Port", "", "a whole number is needed")]
    [InlineData("Push:Address", "localhost", "an IP address is needed")]
    [InlineData("Push:Transport", "io_uring", "one of Auto, Socket, Epoll is needed")]
    [InlineData("Push:MaxConnections", "0", "1 to 10000000 is allowed")]
    [InlineData("Push:MaxConnectionAge", "00:00:59", "it must be at least 00:01:00, or 00:00:00 for no limit")]
    [InlineData("Push:HandshakeTimeout", "00:00:00", "is allowed")]
    [InlineData("Push:HandshakeTimeout", "soon", "a time is needed")]
    [InlineData("Push:IdleTimeout", "1", "a time is needed")]
    [InlineData("Push:OutboxBytes", "1MB", "a whole number is needed")]
    [InlineData("Push:Prot", "9000", "there is no such setting; the nearest is WsActors:Push:Port; the settings here are Address, Port")]
    [InlineData("Topics:ForgetAfter", "5", "a time is needed")]
    [InlineData("Topics:Rules", "chat.*", "a list is needed")]
    [InlineData("Topics:Rules:0:Match", "", "a value is needed")]
    [InlineData("Topics:Rules:0:Publish", "Everyone", "one of Nobody, Anyone, Authenticated, Owner, Claim, Token, Webhook is needed")]
    [InlineData("Topics:Rules:0:Delivery", "Newest", "one of Every, Latest, DropOldest is needed")]
    [InlineData("Topics:Rules:0:DeliveryBytes", "4096", "it applies to Delivery Latest and DropOldest only")]
    [InlineData("Topics:Rules:0:DeliveryBytes", "1048577", "it must not be larger than WsActors:Push:OutboxBytes, 1048576")]
    [InlineData("Push:MaxOutboxBytes", "1000", "65536 to 2147483647 is allowed")]
    [InlineData("Topics:Rules:0:Match", "*.{user}", "a \"*\" stands before {user}")]
    [InlineData("Topics:Rules:0:Subscribe", "Owner", "Match must hold {user}")]
    [InlineData("Topics:Rules:0:Subscribe", "Authenticated", "no client would be allowed")]
    [InlineData("Topics:Rules:0:Publish", "Authenticated", "clients have user names only with WsActors:Tokens or WsActors:Webhooks:Connect")]
    [InlineData("Topics:Rules:0:PublishClaim", "role=editor", "it needs WsActors:Topics:Rules:0:Publish to be Claim")]
    [InlineData("Tokens:Anonymous", "Refused", "no client could connect")]
    [InlineData("Tokens:Keys:0:Algorithm", "RS512", "one of HS256, RS256, ES256 is needed")]
    [InlineData("Tokens:KeySets:Urls:0", "keys.json", "an https address is needed")]
    [InlineData("Tokens:KeySets:Urls:0", "http://idp.example.com/keys", "plain http is allowed for this machine only")]
    [InlineData("Topics:Rules:0:History:Durable", "true", "it needs History:Messages, 1 or more")]
    [InlineData("Storage:MaxBytes", "100", "1048576 to 1099511627776 is allowed")]
    [InlineData("Storage:MaxBytes", "4 GB", "a whole number is needed")]
    [InlineData("Drain:Spread", "00:00:25", "it must be shorter than WsActors:Drain:Timeout")]
    [InlineData("Admin:Address", "0.0.0.0", "an admin listener beyond loopback needs WsActors:Admin:ApiKeys")]
    [InlineData("Admin:Address", "::", "an admin listener beyond loopback needs WsActors:Admin:ApiKeys")]
    [InlineData("Admin:AllowedHosts:0", "admin:8081", "a host without scheme, port and path is needed, as in push.example.com, *.example.com, 10.0.0.5 or *")]
    [InlineData("Admin:AuditTopic", "audit", "$audit or a name below it is needed")]
    [InlineData("Admin:AuditTopic", "$auditors", "$audit or a name below it is needed")]
    [InlineData("Admin:AuditTopic", "$node.stats", "$audit or a name below it is needed")]
    [InlineData("Admin:MaxBatchMessages", "0", "1 to 1000000 is allowed")]
    [InlineData("Telemetry:TraceRatio", "1.5", "0 to 1 is allowed")]
    [InlineData("Telemetry:TraceRatio", "NaN", "0 to 1 is allowed")]
    [InlineData("Telemetry:TraceRatio", "1%", "a number is needed")]
    [InlineData("Telemetry:OtlpEndpoint", "collector:4317", "an http or https address is needed")]
    [InlineData("Pusch", "1", "there is no such setting; the nearest is WsActors:Push; the settings here are Push, Topics, Storage, Drain, Admin")]
    public void A_wrong_value_names_its_key_itself_and_what_is_allowed(string key, string value, string allowed)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read((key, value), ("Topics:Rules:0:Match", "x"), (key, value)));

        Assert.StartsWith($"WsActors:{key} is \"", fault.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_durable_topic_of_a_cluster_without_PostgreSQL_is_refused()
    {
        (string, string)[] settings =
        [
            ("Topics:Rules:0:Match", "x"), ("Topics:Rules:0:History:Messages", "1"), ("Topics:Rules:0:History:Durable", "true"),
            ("Storage:Directory", "/data"), ("Cluster:Seeds:0", "127.0.0.1:8082"),
        ];

        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(settings));

        Assert.Equal(
            "WsActors:Topics:Rules:0:History:Durable is \"True\": in a cluster it needs a database in WsActors:Storage:Postgres, because topics move from node to node",
            fault.Message);
        Read([.. settings, ("Storage:Postgres", "Host=db")]);
        Read(settings[..^1]);
    }

    [Fact]
    public void A_durable_topic_without_a_directory_is_refused()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(
            ("Topics:Rules:0:Match", "x"), ("Topics:Rules:0:History:Messages", "1"), ("Topics:Rules:0:History:Durable", "true")));

        Assert.Equal(
            "WsActors:Topics:Rules:0:History:Durable is \"True\": it needs a directory in WsActors:Storage:Directory, or a database in WsActors:Storage:Postgres", fault.Message);
    }

    [Theory]
    [InlineData("Admin:ApiKeys", "a-secret-of-many-characters")]
    [InlineData("Admin:ApiKeys:0", "a-short-secret")]
    public void A_key_in_the_wrong_place_or_too_short_is_refused_and_not_shown(string key, string value)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read((key, value)));

        Assert.StartsWith("WsActors:Admin:ApiKeys is ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words", "a-key-of-sixteen-characters", "NamedApiKeys:0:Name is \"two words\": up to 64 letters, digits")]
    [InlineData("key-7", "a-key-of-sixteen-characters", "NamedApiKeys:0:Name is \"key-7\": names of this form are those of keys without one")]
    [InlineData("", "a-key-of-sixteen-characters", "NamedApiKeys:0:Name is \"\": a value is needed")]
    [InlineData("deploy", "a-short-secret", "NamedApiKeys:0:Key is \"…\": a key needs at least 16 characters")]
    public void A_named_key_needs_a_name_of_its_own_and_a_long_key(string name, string key, string fault)
    {
        var refused = Assert.Throws<InvalidConfigurationException>(() => Read(("Admin:NamedApiKeys:0:Name", name), ("Admin:NamedApiKeys:0:Key", key)));

        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused()
    {
        (string, string)[] settings =
        [
            ("Admin:NamedApiKeys:0:Name", "deploy"), ("Admin:NamedApiKeys:0:Key", "a-key-of-sixteen-characters"),
            ("Admin:NamedApiKeys:1:Name", "deploy"), ("Admin:NamedApiKeys:1:Key", "another-key-of-sixteen-characters"),
        ];

        Assert.Contains("two keys have this name", Assert.Throws<InvalidConfigurationException>(() => Read(settings)).Message, StringComparison.Ordinal);
        Read(settings[..2]);
    }

    [Fact]
    public void Epoll_where_there_is_none_is_refused()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => CrossChecks.CheckTransport(TransportKind.Epoll, hasEpoll: false));

        Assert.Equal(
            "WsActors:Push:Transport is \"Epoll\": epoll needs Linux on x64 or arm64; Auto or Socket is allowed here", fault.Message);
    }

    [Theory]
    [InlineData(TransportKind.Auto, false)]
    [InlineData(TransportKind.Socket, false)]
    [InlineData(TransportKind.Epoll, true)]
    public void What_works_is_allowed(TransportKind transport, bool hasEpoll) => CrossChecks.CheckTransport(transport, hasEpoll);

    [Fact]
    public void A_section_that_is_given_a_value_is_refused()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Push", "8080")));

        Assert.Contains("set the keys below WsActors:Push", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_read_in_any_case()
    {
        var configuration = Read(("PUSH:PORT", "9000"));

        Assert.Equal(9000, configuration.Server.Push.Port);
    }

    private static ServerConfiguration Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[$"WsActors:{key}"] = value;
        return ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
