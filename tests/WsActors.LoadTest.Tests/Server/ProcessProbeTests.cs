using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.Server;

public sealed class ProcessProbeTests
{
    [Fact]
    public void Resident_memory_is_VmRSS() =>
        Assert.Equal(1234 * 1024, ProcessProbe.ResidentBytes("Name:\tx\nVmSize:\t  9999 kB\nVmRSS:\t  1234 kB\n"));

    [Fact]
    public void Cpu_time_is_user_and_system_whatever_the_programs_name_holds() =>
        Assert.Equal(3.5, ProcessProbe.CpuSeconds("42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 300 50 0 0 20 0 1 0 1 1 1"));

    [Fact]
    public async Task This_process_can_be_looked_into()
    {
        if (!OperatingSystem.IsLinux())
            return;

        var figures = await new ProcessProbe(Environment.ProcessId).ReadAsync();
        Assert.True(figures!.Value.ResidentBytes > 1024 * 1024);
    }

    [Fact]
    public void A_process_that_is_not_there_is_wrong_usage() =>
        Assert.Throws<UsageException>(() => new ProcessProbe(int.MaxValue));
}
