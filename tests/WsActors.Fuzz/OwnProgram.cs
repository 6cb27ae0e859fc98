using System.Diagnostics;

namespace WsActors.Fuzz;

/// <summary>This program, to be started again.</summary>
internal static class OwnProgram
{
    public static string Assembly { get; } = typeof(OwnProgram).Assembly.Location;

    /// <summary>The whole path: afl-cmin does not look at the PATH.</summary>
    public static string Dotnet { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "dotnet"))
        .FirstOrDefault(File.Exists) ?? "dotnet";

    public static ProcessStartInfo Start(params string[] arguments) => new(Dotnet, [Assembly, .. arguments]);
}
