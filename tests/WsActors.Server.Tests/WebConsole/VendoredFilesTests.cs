using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>The console's libraries, which are kept with its sources.</summary>
public sealed class VendoredFilesTests
{
    [NodeFact]
    public async Task They_are_what_their_packages_hold() => Assert.EndsWith(
        " files are as in their packages",
        await ChildProcess.RunAsync("node", Path.Combine(ClientTools.Scripts, "vendored.mjs")),
        StringComparison.Ordinal);
}
