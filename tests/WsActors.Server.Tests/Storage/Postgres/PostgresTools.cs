using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>The programs of PostgreSQL on this machine. Debian keeps them outside of PATH.</summary>
internal static class PostgresTools
{
    /// <summary>The folder of the newest version's programs; null if there is none.</summary>
    public static string? Folder { get; } = Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>The reason to skip a test here; null if it can run.</summary>
    public static string? SkipReason { get; } = ClientTools.SkipReason(
        Folder is null ? "needs PostgreSQL (apt-get install postgresql)"
        : Environment.IsPrivilegedProcess && Account is null ? "needs an account for PostgreSQL, which does not run as root"
        : null);

    /// <summary>The account under which it runs if this process is root's; null if there is none.</summary>
    public static string? Account => new[] { "postgres", "nobody" }.FirstOrDefault(name =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{name}:", StringComparison.Ordinal)));

    private static IEnumerable<string> Folders() =>
    [
        .. (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin")),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];
}
