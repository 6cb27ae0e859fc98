namespace WsActors.Server.Tests.Clients;

/// <summary>The independent checker of tests/clients/recovery, which knows the manual only.</summary>
[Trait("Speed", "Slow")]
public sealed class RecoveryCheckTests
{
    [PythonFact]
    public async Task No_protocol_loses_a_message_in_silence_and_the_checker_finds_each_planted_fault()
    {
        var checker = Path.Combine(ClientTools.Scripts, "recovery");
        var server = Path.Combine(AppContext.BaseDirectory, "WsActors.Server.dll");
        await using var check = ChildProcess.Start("python3", "-B", checker, "--", "dotnet", server);

        Assert.True(await check.WaitForExitAsync(TimeSpan.FromMinutes(8)) == 0, check.Printed);
    }
}
