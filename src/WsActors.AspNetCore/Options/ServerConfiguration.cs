using WsActors.Actors.Settings;
using WsActors.Cluster.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>The whole configuration of the node, read and checked before anything starts.</summary>
internal sealed record ServerConfiguration(ServerSettings Server, AdminOptions Admin, TlsOptions Tls, TokenOptions Tokens)
{
    internal const string Root = "WsActors";

    internal static readonly IReadOnlyDictionary<string, Type> SectionTypes = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Push"] = typeof(PushSettings),
        ["Topics"] = typeof(TopicSettings),
        ["Storage"] = typeof(StorageSettings),
        ["Drain"] = typeof(DrainSettings),
        ["Admin"] = typeof(AdminOptions),
        ["Tls"] = typeof(TlsOptions),
        ["Tokens"] = typeof(TokenOptions),
        ["Webhooks"] = typeof(WebhookOptions),
        ["Cluster"] = typeof(ClusterSettings),
        ["FaultInjection"] = typeof(FaultInjectionSettings),
        ["Telemetry"] = typeof(TelemetryOptions),
    };

    /// <summary>The sections below <c>WsActors</c>.</summary>
    public static IEnumerable<string> Sections => SectionTypes.Keys;

    /// <summary>True if a section has a setting of this name.</summary>
    public static bool HasSetting(string section, string name) =>
        SectionTypes.TryGetValue(section, out var type)
        && type.GetProperties().Any(property => property.CanWrite && property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public WebhookOptions Webhooks { get; private init; } = new();

    public ClusterSettings Cluster { get; private init; } = new();

    public TelemetryOptions Telemetry { get; private init; } = new();

    /// <summary>
    /// The limit of open files that lowered <see cref="PushSettings.MaxConnections"/> or other limits; null if none was lowered.
    /// </summary>
    public int? LoweredTo { get; private init; }

    /// <summary>Reads the section <c>WsActors</c>. The first error in it throws an <see cref="InvalidConfigurationException"/>.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="authenticates">True if an application authenticates clients by code of its own, so that they may have users.</param>
    public static ServerConfiguration Read(IConfiguration configuration, bool authenticates = false)
    {
        var root = configuration.GetSection(Root);
        SectionReader.RefuseUnknown(root, Sections);
        var read = new ServerConfiguration(
            new ServerSettings
            {
                Push = SectionReader.Read<PushSettings>(root.GetSection("Push")),
                Topics = SectionReader.Read<TopicSettings>(root.GetSection("Topics")),
                Storage = SectionReader.Read<StorageSettings>(root.GetSection("Storage")),
                Drain = SectionReader.Read<DrainSettings>(root.GetSection("Drain")),
                FaultInjection = SectionReader.Read<FaultInjectionSettings>(root.GetSection("FaultInjection")),
            },
            SectionReader.Read<AdminOptions>(root.GetSection("Admin")),
            SectionReader.Read<TlsOptions>(root.GetSection("Tls")),
            SectionReader.Read<TokenOptions>(root.GetSection("Tokens")))
        {
            Webhooks = SectionReader.Read<WebhookOptions>(root.GetSection("Webhooks")),
            Cluster = SectionReader.Read<ClusterSettings>(root.GetSection("Cluster")),
            Telemetry = SectionReader.Read<TelemetryOptions>(root.GetSection("Telemetry")),
        };
        CrossChecks.Apply(read, authenticates);
        return read;
    }

    /// <summary>
    /// Returns a copy whose limits of connections and webhook requests fit the number of files that may be opened, and the roles of the node.
    /// </summary>
    public ServerConfiguration Within(int? openFiles) => WithinFiles(openFiles).WithinRoles();

    private ServerConfiguration WithinRoles() => !Cluster.IsOn() || Cluster.Has(ClusterRole.Clients)
        ? this
        : this with { Server = Server with { Push = Server.Push with { MaxConnections = 0 } } };

    private ServerConfiguration WithinFiles(int? openFiles)
    {
        if (openFiles is not { } limit)
            return this;

        var wanted = new OpenFilesPlan(
            Server.Push.MaxConnections, Admin.MaxConnections, Webhooks.IsOn ? Webhooks.MaxConcurrentDecisions : 0);
        var plan = OpenFilesPlan.For(limit, wanted);
        return plan == wanted
            ? this
            : this with
            {
                Server = Server with { Push = Server.Push with { MaxConnections = plan.Connections } },
                Admin = Admin with { MaxConnections = plan.AdminConnections },
                Webhooks = plan.Decisions == wanted.Decisions ? Webhooks : Webhooks with { MaxConcurrentDecisions = plan.Decisions },
                LoweredTo = limit,
            };
    }
}
