using Microsoft.Extensions.Configuration.Json;

namespace WsActors.Server.Options;

/// <summary>The JSON files that settings come from: one beside the program, which names the defaults, and one in the working directory.</summary>
internal static class SettingsFiles
{
    public const string FileName = "appsettings.json";

    /// <summary>Adds the file in a directory behind the files beside the program, ahead of the environment and the command line.</summary>
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
    /// Refuses settings of the server that stand outside <c>WsActors</c> in a file: nobody would read them. A section of another program
    /// that has the same name and other keys is none of ours.
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
