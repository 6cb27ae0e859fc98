using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Clients;

/// <summary>The .NET packages in an application that is compiled ahead of time, where a warning of the compiler is an error.</summary>
[Trait("Speed", "Slow")]
public sealed class AotTests
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromMinutes(5);

    [ToolFact("clang")]
    public async Task An_application_with_both_packages_compiles_without_a_warning_and_works()
    {
        var folder = Directory.CreateTempSubdirectory("wsactors-aot-").FullName;
        try
        {
            // With outputs of its own, since other tests use what was built.
            var publishing = ChildProcess.Start(
                "dotnet", "publish", Path.Combine(ClientTools.Repository, "tests", "WsActors.Client.Aot"), "-c", "Release", "--use-current-runtime",
                "--artifacts-path", folder, "--nologo", "-v", "quiet", "-nodeReuse:false");
            await using (publishing)
                Assert.True(await publishing.WaitForExitAsync(PublishTimeout) == 0, publishing.Printed);
            var program = Directory.EnumerateFiles(Path.Combine(folder, "publish"), "WsActors.Client.Aot", SearchOption.AllDirectories).Single();

            await using var server = await RunningServer.StartAsync(
                "--WsActors:Topics:Rules:0:Match=prices", "--WsActors:Topics:Rules:0:History:Messages=100", "--WsActors:Topics:Rules:0:Publish=Anyone");
            var printed = await ChildProcess.RunAsync(program, new Uri(server.PushUri, "/connect").AbsoluteUri, server.AdminUri.AbsoluteUri);

            Assert.Equal(["gap epoch_changed", "ACME 1.5 at 1", "ACME 2.5 at 2", "ACME 3.5 at 3"], printed.Trim().Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
