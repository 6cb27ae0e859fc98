using System.Runtime.CompilerServices;

namespace WsActors.Fuzz.Tests;

/// <summary>A test with AFL++: skipped with the reason where it is missing, except in CI, which has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FuzzerFactAttribute : FactAttribute
{
    public FuzzerFactAttribute([CallerMemberName] string test = "")
    {
        var isCi = Environment.GetEnvironmentVariable("CI") is "true" or "1";
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, "afl-fuzz")));
        if (isCi || isInstalled)
            return;

        // Of a skipped test, `dotnet test` prints only the name.
        Skip = "needs afl-fuzz (apt-get install afl++)";
        DisplayName = $"{test}: {Skip}";
    }
}
