using System.Diagnostics;
using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Proxies;

/// <summary>The proxies of this machine. Debian puts servers where not everybody's PATH leads.</summary>
internal static class ProxyProgram
{
    public static string? Nginx { get; } = Find("nginx");

    public static string? Haproxy { get; } = Find("haproxy");

    /// <summary>Why a test cannot run here; null if it can.</summary>
    public static string? Missing =>
        Nginx is null ? "needs nginx (apt-get install nginx)"
        : Haproxy is null ? "needs HAProxy (apt-get install haproxy)"
        : null;

    /// <summary>Why a test whose connections pass through nginx below HTTP cannot run here; null if it can.</summary>
    public static string? MissingForPassThrough => Missing ?? MissingStreamModule.Value;

    private static readonly Lazy<string?> MissingStreamModule = new(LookForStreamModule);

    // Debian packs the module on its own; other builds contain it or lack it. nginx itself knows.
    private static string? LookForStreamModule()
    {
        var folder = Directory.CreateTempSubdirectory("wsactors-nginx-").FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, "include /etc/nginx/modules-enabled/*.conf;\nevents {}\nstream {}\n");
        string[] arguments = ["-t", "-q", "-c", configuration, "-g", $"pid {folder}/pid; error_log {folder}/log;"];
        using var test = Process.Start(new ProcessStartInfo(Nginx!, arguments) { RedirectStandardError = true })!;
        test.WaitForExit();
        Directory.Delete(folder, recursive: true);
        return test.ExitCode == 0 ? null : "needs nginx's stream module (apt-get install libnginx-mod-stream)";
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}

/// <summary>A test with real proxies: skipped with the reason where one is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyFactAttribute : FactAttribute
{
    public ProxyFactAttribute([CallerMemberName] string test = "") => this.SkipBecause(ClientTools.SkipReason(ProxyProgram.Missing), test);
}

/// <summary>A theory with real proxies: skipped with the reason where one is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyTheoryAttribute : TheoryAttribute
{
    public ProxyTheoryAttribute([CallerMemberName] string test = "") => this.SkipBecause(ClientTools.SkipReason(ProxyProgram.Missing), test);
}

/// <summary>A theory with proxies that pass bytes through: skipped with the reason where one or its module is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PassThroughTheoryAttribute : TheoryAttribute
{
    public PassThroughTheoryAttribute([CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ProxyProgram.MissingForPassThrough), test);
}
