using System.Diagnostics;

namespace WsActors.Fuzz;

/// <summary>This program, to be started again.</summary>
internal static class OwnProgram
{
    public static string Assembly { get; } = typeof(OwnProgram).Assembly.Location;

    /// <summary>The program with arguments, as AFL++ finds it too: by the dotnet of the PATH.</summary>
    public static ProcessStartInfo Start(params string[] arguments) => new("dotnet", [Assembly, .. arguments]);
}
