using System.Reflection;

namespace WsActors.Cluster.Settings;

/// <summary>
/// The version of this build as the members of a cluster compare it: topics are preferably placed on the newest nodes, so that they do not move twice
/// in an upgrade.
/// </summary>
internal static class BuildVersion
{
    // As text, 10 is less than 9.
    private const int NumberLength = 4;

    /// <summary>The version of the build.</summary>
    public static string Current { get; } =
        Of(typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>
    /// Returns a semantic version in the form that Akka compares: it refuses more than two dots, and compares what follows the first hyphen as text.
    /// So <c>1.2.0-beta.2</c> becomes <c>1.2.0-beta-0002</c>. The commit that the SDK adds after "+" is left out.
    /// </summary>
    public static string Of(string version)
    {
        var parts = version.Split('+')[0].Split('-', 2);
        return parts is [var release, var before] ? $"{release}-{string.Join('-', before.Split('.').Select(Padded))}" : parts[0];
    }

    private static string Padded(string identifier) => identifier.All(char.IsAsciiDigit) ? identifier.PadLeft(NumberLength, '0') : identifier;
}
