namespace WsActors.Server.Tests.Clients;

/// <summary>A client that Kiota generates from the description of a running server, and a program that publishes with it.</summary>
internal static class KiotaClient
{
    private static readonly string Sources = Path.Combine(ClientTools.Scripts, "kiota");

    /// <summary>Generates the client, compiles it with the program, and runs that.</summary>
    /// <param name="admin">The address of the admin API.</param>
    /// <returns>The output of the program.</returns>
    public static async Task<string> RunAsync(Uri admin)
    {
        var address = admin.GetLeftPart(UriPartial.Authority);
        var folder = Directory.CreateTempSubdirectory("wsactors-kiota-").FullName;
        try
        {
            await ChildProcess.RunAsync(
                "env", "-C", ClientTools.Repository, "KIOTA_OFFLINE_ENABLED=true", "KIOTA_TUTORIAL_ENABLED=false",
                "dotnet", "tool", "run", "kiota", "--", "generate", "--language", "CSharp", "--openapi", $"{address}/openapi/v1.json",
                "--output", Path.Combine(folder, "Generated"), "--namespace-name", "Generated", "--class-name", "PushAdminClient", "--exclude-backward-compatible");
            foreach (var file in Directory.EnumerateFiles(Sources))
                File.Copy(file, Path.Combine(folder, Path.GetFileNameWithoutExtension(file)));
            await ChildProcess.RunAsync("dotnet", "build", folder, "--nologo", "-v", "quiet", "-nodeReuse:false");
            return await ChildProcess.RunAsync("dotnet", Path.Combine(folder, "bin", "Debug", "net10.0", "Publish.dll"), address);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
