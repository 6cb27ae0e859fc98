namespace WsActors.Fuzz.Tests;

/// <summary>A test with AFL++: skipped with the reason where it is missing, except in CI, which has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FuzzerFactAttribute : FactAttribute
{
    public FuzzerFactAttribute()
    {
        var isCi = Environment.GetEnvironmentVariable("CI") is "true" or "1";
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, "afl-fuzz")));
        Skip = isCi || isInstalled ? null : "needs afl-fuzz (apt-get install afl++)";
    }
}
