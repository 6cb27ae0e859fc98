using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Makes the builder of the host: the sources of settings, logging to the console, and routing. The framework's full builder would also
/// load support for IIS and QUIC, and add loggers that nobody reads.
/// </summary>
internal static class HostBuilding
{
    /// <param name="settings">The settings of the command line.</param>
    /// <param name="file">The file that <c>--config</c> names; null for none.</param>
    public static WebApplicationBuilder Create(IReadOnlyList<string> settings, string? file)
    {
        // The program's own settings are next to it, whatever the working directory is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            Args = [.. settings],
            ContentRootPath = AppContext.BaseDirectory,
        });
        var configuration = builder.Configuration;
        var sources = new SettingsSources(settings, file, builder.Environment.EnvironmentName);
        sources.AddTo(configuration, isWatched: true);

        builder.Services.AddSingleton(sources);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        builder.Services.AddRouting();
        return builder;
    }
}
