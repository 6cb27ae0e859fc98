namespace WsActors.Server.Tests.Clients;

/// <summary>What the clients that are not .NET need on this machine, and where the repository keeps their scripts.</summary>
internal static class ClientTools
{
    /// <summary>The folder that holds the solution.</summary>
    public static readonly string Repository = FindRepository();

    public static readonly string Scripts = Path.Combine(Repository, "tests", "clients");

    /// <summary>The reason for which a test with npm's ws cannot run here; null if it can.</summary>
    public static string? MissingForNode { get; } =
        !IsInstalled("node") ? "needs Node.js 20 or later (node)"
        : !Directory.Exists(Path.Combine(Scripts, "node_modules", "openapi-typescript")) ? "needs 'npm ci' in tests/clients"
        : null;

    /// <summary>The reason for which a test with a real browser cannot run here; null if it can.</summary>
    public static string? MissingForChromium { get; } =
        MissingForNode
        ?? (!IsInstalled("chromium") && !IsInstalled("chromium-browser") ? "needs Chromium (apt-get install chromium)" : null)
        ?? (!IsInstalled("curl") ? "needs curl" : null);

    /// <summary>The modules of the package wsactors, as <c>npm run build</c> leaves them.</summary>
    public static readonly IReadOnlyList<string> TypeScriptModules =
    [
        .. from name in new[] { "index.js", "follow.js" }
           select Path.Combine(Repository, "src", "clients", "typescript", "dist", name),
    ];

    /// <summary>The reason for which a test with the package wsactors cannot run here; null if it can.</summary>
    public static string? MissingForTypeScript { get; } =
        MissingForChromium
        ?? (TypeScriptModules.All(File.Exists) ? null : "needs 'npm ci' and 'npm run build' in src/clients/typescript");

    /// <summary>The reason for which a test with this program cannot run here; null if it can.</summary>
    public static string? Missing(string program) => IsInstalled(program) ? null : $"needs {program}";

    /// <summary>
    /// Returns the reason to skip a test on a machine without its tool, or null. CI has every tool, so there the test runs and
    /// fails.
    /// </summary>
    public static string? SkipReason(string? missing) =>
        Environment.GetEnvironmentVariable("CI") is "true" or "1" ? null : missing;

    /// <summary>
    /// Skips a test for a reason, which becomes part of the test's name: of a skipped test, <c>dotnet test</c> prints only the
    /// name.
    /// </summary>
    /// <param name="test">The test's attribute.</param>
    /// <param name="reason">The reason, with what to install; null leaves the test as it is.</param>
    /// <param name="name">The name of the test method.</param>
    public static void SkipBecause(this FactAttribute test, string? reason, string name)
    {
        if (reason is null)
            return;
        test.Skip = reason;
        test.DisplayName = $"{name}: {reason}";
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WsActors.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside their repository.");
        }

        return folder.FullName;
    }
}
