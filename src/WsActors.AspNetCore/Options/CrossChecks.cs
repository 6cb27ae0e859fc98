using System.Net;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport.Epoll;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Options;

/// <summary>Checks settings against each other.</summary>
internal static class CrossChecks
{
    /// <param name="configuration">The settings.</param>
    /// <param name="authenticates">True if an application authenticates clients by code of its own.</param>
    public static void Apply(ServerConfiguration configuration, bool authenticates)
    {
        var (server, admin, _, tokens) = configuration;
        CheckTransport(server.Push.Transport, EpollListener.IsSupported);
        CheckProxies(server.Push);
        CheckInbound(server.Push);
        CheckAge(server.Push.MaxConnectionAge);
        CheckHosts("WsActors:Push:AllowedHosts", server.Push.AllowedHosts);
        CheckHosts("WsActors:Admin:AllowedHosts", admin.AllowedHosts);
        TokenChecks.Apply(tokens);
        if (server.Drain.Spread >= server.Drain.Timeout)
            throw new InvalidConfigurationException(
                "WsActors:Drain:Spread", server.Drain.Spread, $"it must be shorter than WsActors:Drain:Timeout, {server.Drain.Timeout}");

        if (!IPAddress.IsLoopback(admin.Address) && !admin.HasKeys)
            throw new InvalidConfigurationException(
                "WsActors:Admin:Address", admin.Address, "an admin listener beyond loopback needs WsActors:Admin:ApiKeys");

        ApiKeyChecks.Apply(admin);
        CheckConsole(admin.ConsolePushAddress);
        CheckAudit(admin.AuditTopic);
        CheckCollector(configuration.Telemetry.OtlpEndpoint);
        if (server.Push.AcceptApiKeys && !admin.HasKeys)
            throw new InvalidConfigurationException(
                "WsActors:Push:AcceptApiKeys", true, "it needs keys in WsActors:Admin:ApiKeys, because otherwise there are none to accept");

        var hasUsers = tokens.IsOn || configuration.Webhooks.Connect || authenticates;
        for (var i = 0; i < server.Topics.Rules.Count; i++)
        {
            CheckRule($"WsActors:Topics:Rules:{i}", server.Topics.Rules[i], server, hasUsers);
            CheckDurable($"WsActors:Topics:Rules:{i}:History:Durable", server.Topics.Rules[i].History, server.Storage, configuration.Cluster.IsOn());
        }

        WebhookChecks.Apply(configuration.Webhooks, server, authenticates);
        ClusterChecks.Apply(configuration.Cluster);
    }

    private static void CheckConsole(string push)
    {
        var isAddress = Uri.TryCreate(push, UriKind.Absolute, out var address)
            && address is { Scheme: "ws" or "wss", Fragment: "", UserInfo: "", HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 };
        if (push.Length > 0 && !isAddress)
            throw new InvalidConfigurationException(
                "WsActors:Admin:ConsolePushAddress", push, "a ws or wss address with a name is needed, as in wss://push.example.com/connect");
    }

    private static void CheckAudit(string topic)
    {
        if (topic.Length > 0 && (!TopicName.TryParse(topic, out var name, out _) || !name.IsForOperators))
            throw new InvalidConfigurationException(
                "WsActors:Admin:AuditTopic", topic, "$audit or a name below it is needed, as in $audit.eu: other topics may be open to clients");
    }

    private static void CheckCollector(string endpoint)
    {
        if (endpoint.Length > 0 && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query: "", Fragment: "" }))
            throw new InvalidConfigurationException(
                "WsActors:Telemetry:OtlpEndpoint", endpoint, "an http or https address is needed, as in http://collector:4317");
    }

    // A message's buffer may be twice its length, and shedding begins below the limit.
    private static void CheckInbound(PushSettings push)
    {
        var needed = 4L * Math.Max(push.MaxMessageBytes, push.Echo ? push.MaxEchoMessageBytes : 0);
        if (push.MaxInboundBytes < needed)
            throw new InvalidConfigurationException(
                "WsActors:Push:MaxInboundBytes", push.MaxInboundBytes,
                $"it must be at least {needed}, four times MaxMessageBytes and MaxEchoMessageBytes, because otherwise such messages could never arrive");
    }

    // A shorter age would be a mistake of units: all clients would do little else than connect.
    private static void CheckAge(TimeSpan age)
    {
        if (age > TimeSpan.Zero && age < TimeSpan.FromMinutes(1))
            throw new InvalidConfigurationException("WsActors:Push:MaxConnectionAge", age, "it must be at least 00:01:00, or 00:00:00 for no limit");
    }

    private static void CheckRule(string key, TopicRule rule, ServerSettings server, bool hasUsers)
    {
        if (!TopicPattern.TryParse(rule.Match, out var pattern, out var fault))
            throw new InvalidConfigurationException($"{key}:Match", rule.Match, fault);

        CheckPermission($"{key}:Subscribe", rule.Subscribe, rule.SubscribeClaim, pattern, hasUsers);
        CheckPermission($"{key}:Publish", rule.Publish, rule.PublishClaim, pattern, hasUsers);
        CheckDelivery($"{key}:DeliveryBytes", rule, server.Push.OutboxBytes);
    }

    private static void CheckPermission(string key, Permission permission, string claim, TopicPattern match, bool hasUsers)
    {
        if (permission == Permission.Owner && !match.NamesUser)
            throw new InvalidConfigurationException(key, permission, "the rule's Match must hold {user} as a segment, as in users.{user}.*");
        if (permission == Permission.Claim && !Claim.TryParse(claim, out _, out var fault))
            throw new InvalidConfigurationException($"{key}Claim", claim, fault);
        if (permission != Permission.Claim && claim.Length > 0)
            throw new InvalidConfigurationException($"{key}Claim", claim, $"it needs {key} to be Claim");

        // To admit no client, the permission Nobody is clearer.
        if (!hasUsers && permission is Permission.Authenticated or Permission.Owner or Permission.Claim)
            throw new InvalidConfigurationException(
                key, permission, "no client would be allowed, because clients have user names only with WsActors:Tokens or WsActors:Webhooks:Connect");
    }

    private static void CheckDelivery(string key, TopicRule rule, int outboxBytes)
    {
        if (rule.DeliveryBytes > outboxBytes)
            throw new InvalidConfigurationException(
                key, rule.DeliveryBytes, $"it must not be larger than WsActors:Push:OutboxBytes, {outboxBytes}");
        if (rule is { DeliveryBytes: > 0, Delivery: DeliveryPolicy.Every })
            throw new InvalidConfigurationException(
                key, rule.DeliveryBytes, "it applies to Delivery Latest and DropOldest only; with Every the limit is WsActors:Push:OutboxBytes");
    }

    /// <param name="transport">The setting.</param>
    /// <param name="hasEpoll">True if this system supports epoll.</param>
    internal static void CheckTransport(TransportKind transport, bool hasEpoll)
    {
        if (transport == TransportKind.Epoll && !hasEpoll)
            throw new InvalidConfigurationException(
                "WsActors:Push:Transport", transport, "epoll needs Linux on x64 or arm64; Auto or Socket is allowed here");
    }

    private static void CheckDurable(string key, HistoryRule history, StorageSettings storage, bool isClustered)
    {
        if (history.Durable && history.Messages == 0)
            throw new InvalidConfigurationException(key, history.Durable, "it needs History:Messages, 1 or more");
        if (history.Durable && isClustered && !storage.IsInPostgres)
            throw new InvalidConfigurationException(
                key, history.Durable, "in a cluster it needs a database in WsActors:Storage:Postgres, because topics move from node to node");
        if (history.Durable && storage.Directory.Length == 0 && !storage.IsInPostgres)
            throw new InvalidConfigurationException(key, history.Durable, "it needs a directory in WsActors:Storage:Directory, or a database in WsActors:Storage:Postgres");
    }

    private static void CheckHosts(string key, IReadOnlyList<string> hosts)
    {
        for (var i = 0; i < hosts.Count; i++)
        {
            if (!HostPattern.TryParse(hosts[i], out _, out var fault))
                throw new InvalidConfigurationException($"{key}:{i}", hosts[i], fault);
        }
    }

    private static void CheckProxies(PushSettings push)
    {
        if (!PathPrefix.TryParse(push.PathBase, out _, out var fault))
            throw new InvalidConfigurationException("WsActors:Push:PathBase", push.PathBase, fault);

        for (var i = 0; i < push.AllowedOrigins.Count; i++)
        {
            if (!OriginPattern.TryParse(push.AllowedOrigins[i], out _, out var wrong))
                throw new InvalidConfigurationException($"WsActors:Push:AllowedOrigins:{i}", push.AllowedOrigins[i], wrong);
        }

        if (push.ProxyProtocol != ProxyProtocolMode.Off && push.TrustedProxies.Count == 0)
            throw new InvalidConfigurationException(
                "WsActors:Push:ProxyProtocol", push.ProxyProtocol, "it needs the proxies' networks in WsActors:Push:TrustedProxies");
    }
}
