namespace WsActors.AspNetCore.Options;

/// <summary>
/// The settings of a node in an application: the section <c>WsActors</c> of its configuration, and above it what its code sets. They are read
/// once, when they are first needed, which is after the application has completed its configuration.
/// </summary>
internal sealed class EmbeddedSettings
{
    // The application's own listener has these instead.
    private static readonly string[] OfTheListener =
    [
        "Admin:Address", "Admin:Port", "Admin:AllowedHosts", "Admin:MaxConnections", "Admin:MaxConnectionsPerAddress", "Admin:FirstRequestTimeout", "Admin:ConsolePushAddress",
        "Tls:Admin",
    ];

    // The application exports its own telemetry, and the node's with it.
    private static readonly string[] OfTheProgram = ["Telemetry:OtlpEndpoint", "Telemetry:TraceRatio", "Telemetry:Exemplars"];

    private readonly Lazy<ServerConfiguration> _configuration;

    /// <param name="read">Settings that have been read and checked already.</param>
    public EmbeddedSettings(ServerConfiguration read) => _configuration = new Lazy<ServerConfiguration>(read);

    /// <param name="application">The application's configuration.</param>
    /// <param name="code">The settings that its code sets.</param>
    /// <param name="authenticates">True if the application authenticates clients, so that they may have users.</param>
    public EmbeddedSettings(IConfiguration application, IReadOnlyDictionary<string, string?> code, bool authenticates) =>
        _configuration = new Lazy<ServerConfiguration>(() => Read(application, code, authenticates));

    /// <exception cref="InvalidConfigurationException">A setting cannot be used.</exception>
    public ServerConfiguration Configuration => _configuration.Value;

    private static ServerConfiguration Read(IConfiguration application, IReadOnlyDictionary<string, string?> code, bool authenticates)
    {
        var all = new ConfigurationBuilder().AddConfiguration(application).AddInMemoryCollection(code).Build();
        Refuse(all, OfTheListener, "the application's own server has the admin API of an embedded node, so remove this setting");
        Refuse(all, OfTheProgram, "the application exports the telemetry of an embedded node: remove this setting, and add the meter and the source WsActors to its OpenTelemetry");

        var openFiles = OpenFiles.Limit();
        OpenFilesPlan.Require(openFiles);
        return ServerConfiguration.Read(all, authenticates).Within(openFiles);
    }

    private static void Refuse(IConfiguration all, IEnumerable<string> names, string reason)
    {
        foreach (var section in names.Select(name => all.GetSection($"{ServerConfiguration.Root}:{name}")).Where(section => section.Exists()))
            throw new InvalidConfigurationException(section.Path, section.Value, reason);
    }
}
