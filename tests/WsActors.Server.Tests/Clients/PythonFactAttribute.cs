using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A test with Python: skipped with the reason where it is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute([CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.Missing("python3") ?? MissingVersion()), test);

    private static string? MissingVersion()
    {
        using var process = System.Diagnostics.Process.Start("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "needs Python 3.11 or later (python3)";
    }
}
