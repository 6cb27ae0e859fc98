using WsActors.Actors.Settings;

namespace WsActors.Server.Options;

/// <summary>All that the node is configured with, read and checked before anything starts.</summary>
public sealed record ServerConfiguration(ServerSettings Server, AdminOptions Admin, TlsOptions Tls)
{
    private const string Root = "WsActors";

    /// <summary>Reads the section <c>WsActors</c>; the first thing wrong in it is an <see cref="InvalidConfigurationException"/>.</summary>
    public static ServerConfiguration Read(IConfiguration configuration)
    {
        var root = configuration.GetSection(Root);
        SectionReader.RefuseUnknown(root, "Push", "Topics", "Drain", "Admin", "Tls");
        var read = new ServerConfiguration(
            new ServerSettings
            {
                Push = SectionReader.Read<PushSettings>(root.GetSection("Push")),
                Topics = SectionReader.Read<TopicSettings>(root.GetSection("Topics")),
                Drain = SectionReader.Read<DrainSettings>(root.GetSection("Drain")),
            },
            SectionReader.Read<AdminOptions>(root.GetSection("Admin")),
            SectionReader.Read<TlsOptions>(root.GetSection("Tls")));
        CrossChecks.Apply(read);
        return read;
    }
}
