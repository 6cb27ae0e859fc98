using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Proxies;

/// <summary>The proxies of this machine. Debian puts servers where not everybody's PATH leads.</summary>
internal static class ProxyProgram
{
    public static string? Nginx { get; } = Find("nginx");

    public static string? Haproxy { get; } = Find("haproxy");

    /// <summary>Why a test cannot run here; null if it can.</summary>
    public static string? Missing =>
        Nginx is null ? "needs nginx with its stream module (apt-get install nginx libnginx-mod-stream)"
        : Haproxy is null ? "needs HAProxy (apt-get install haproxy)"
        : null;

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
    public ProxyFactAttribute() => Skip = ClientTools.SkipReason(ProxyProgram.Missing);
}

/// <summary>The same for several proxies.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProxyTheoryAttribute : TheoryAttribute
{
    public ProxyTheoryAttribute() => Skip = ClientTools.SkipReason(ProxyProgram.Missing);
}
