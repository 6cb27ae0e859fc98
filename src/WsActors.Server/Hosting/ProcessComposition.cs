using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>Adds what only a process of its own does: its signals, its memory, and the reload of its settings.</summary>
internal static class ProcessComposition
{
    /// <param name="node">The services of the node.</param>
    /// <param name="signals">The signals of the process.</param>
    /// <param name="sources">The sources of settings, which a reload reads again.</param>
    public static void AddProcess(this IServiceCollection node, ProcessSignals signals, SettingsSources sources)
    {
        node.AddSingleton(signals);
        node.AddSingleton(sources);
        node.AddHostedService<MemoryReturn>();
        node.AddHostedService<SettingsReload>();
        node.AddHostedService<HurriedDrain>();
    }
}
