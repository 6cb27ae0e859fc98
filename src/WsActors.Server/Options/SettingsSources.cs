using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Options;

/// <summary>The places that settings are read from; later ones override earlier ones.</summary>
/// <param name="Arguments">The settings of the command line.</param>
/// <param name="FilePath">The file that <c>--config</c> names; null for none.</param>
/// <param name="EnvironmentName">The name of the environment, which selects a further file beside the program.</param>
internal sealed record SettingsSources(IReadOnlyList<string> Arguments, string? FilePath, string EnvironmentName)
{
    /// <summary>The option that names a file.</summary>
    public const string FileOption = "--config";

    /// <summary>Adds the sources, and checks what .NET would ignore.</summary>
    /// <param name="configuration">The configuration in the making.</param>
    /// <param name="isWatched">True to watch the files beside the program, because log levels can be changed while the server runs.</param>
    /// <exception cref="InvalidConfigurationException">A file or a log level cannot be used.</exception>
    public void AddTo(ConfigurationManager configuration, bool isWatched)
    {
        configuration.AddJsonFile(SettingsFiles.FileName, optional: true, reloadOnChange: isWatched);
        configuration.AddJsonFile($"appsettings.{EnvironmentName}.json", optional: true, reloadOnChange: isWatched);
        configuration.AddWorkingDirectory(Environment.CurrentDirectory);
        if (FilePath is not null)
            AddFile(configuration, Path.GetFullPath(FilePath));
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine([.. Arguments]);
        SettingsFiles.RefuseMisplaced(configuration);
        LoggingChecks.Apply(configuration);
    }

    /// <summary>Reads all sources again, apart from the configuration that is in use.</summary>
    public ConfigurationManager Read()
    {
        var configuration = new ConfigurationManager();
        configuration.SetBasePath(AppContext.BaseDirectory);
        AddTo(configuration, isWatched: false);
        return configuration;
    }

    // Not watched, like the file of the working directory: SIGHUP has it read again.
    private static void AddFile(ConfigurationManager configuration, string path)
    {
        if (!File.Exists(path))
            throw new InvalidConfigurationException(FileOption, path, "there is no such file");

        IList<IConfigurationSource> sources = configuration.Sources;
        try
        {
            // Without the filters, so that the name may begin with a dot.
            sources.Add(new JsonConfigurationSource
            {
                Path = Path.GetFileName(path),
                FileProvider = new PhysicalFileProvider(Path.GetDirectoryName(path)!, ExclusionFilters.None),
            });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(FileOption, path, $"it cannot be read: {fault.Message}");
        }
    }
}
