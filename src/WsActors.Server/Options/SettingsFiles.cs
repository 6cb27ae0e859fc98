using Microsoft.Extensions.Configuration.Json;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Options;

/// <summary>Reads settings from JSON files: one next to the program, which holds the defaults, and one in the working directory.</summary>
internal static class SettingsFiles
{
    public const string FileName = "appsettings.json";

    /// <summary>
    /// Adds the file of a directory. It overrides the files next to the program and is overridden by environment and command line.
    /// </summary>
    /// <remarks>The file is not watched: a watch on a working directory such as <c>/</c> would cover everything below it.</remarks>
    public static void AddWorkingDirectory(this ConfigurationManager configuration, string directory)
    {
        if (Path.TrimEndingDirectorySeparator(directory) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
            return;

        var source = new JsonConfigurationSource { Path = Path.Combine(directory, FileName), Optional = true };
        source.ResolveFileProvider();
        IList<IConfigurationSource> sources = configuration.Sources;
        var lastFile = sources.Select((each, index) => each is JsonConfigurationSource ? index : -1).Max();
        sources.Insert(lastFile + 1, source);
    }

    /// <summary>
    /// Refuses settings of the server outside the section <c>WsActors</c> of a file, because they would be ignored. A section with the
    /// same name but other keys belongs to another program and is accepted.
    /// </summary>
    public static void RefuseMisplaced(IConfigurationRoot configuration)
    {
        foreach (var file in configuration.Providers.OfType<JsonConfigurationProvider>())
        {
            var misplaced = file.GetChildKeys([], null)
                .FirstOrDefault(section => file.GetChildKeys([], section).Any(key => ServerConfiguration.HasSetting(section, key)));
            if (misplaced is not null)
                throw new InvalidConfigurationException(
                    $"\"{misplaced}\" in {file.Source.Path} stands outside \"WsActors\": write {{ \"WsActors\": {{ \"{misplaced}\": … }} }}");
        }
    }
}
