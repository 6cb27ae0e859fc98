using System.Runtime.CompilerServices;

namespace WsActors.Server.Tests.Clients;

/// <summary>A test with the generator Kiota: skipped with the reason where it is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KiotaFactAttribute : FactAttribute
{
    // Tools are packages like others, in the folder that NuGet has here.
    private static readonly string Packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public KiotaFactAttribute([CallerMemberName] string test = "") => this.SkipBecause(
        ClientTools.SkipReason(Directory.Exists(Path.Combine(Packages, "microsoft.openapi.kiota")) ? null : "needs 'dotnet tool restore'"), test);
}
