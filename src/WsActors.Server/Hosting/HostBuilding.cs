using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Makes the builder of the host: the sources of settings, logging to the console, and routing. The framework's full builder would also
/// load support for IIS and QUIC, and add loggers that nobody reads.
/// </summary>
internal static class HostBuilding
{
    public static WebApplicationBuilder Create(string[] args)
    {
        // The program's own settings are next to it, whatever the working directory is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var configuration = builder.Configuration;

        // Watched, because log levels can be changed while the server runs.
        configuration.AddJsonFile(SettingsFiles.FileName, optional: true, reloadOnChange: true);
        configuration.AddJsonFile($"appsettings.{builder.Environment.EnvironmentName}.json", optional: true, reloadOnChange: true);
        configuration.AddWorkingDirectory(Environment.CurrentDirectory);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
        SettingsFiles.RefuseMisplaced(configuration);
        LoggingChecks.Apply(configuration);

        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        builder.Services.AddRouting();
        return builder;
    }
}
