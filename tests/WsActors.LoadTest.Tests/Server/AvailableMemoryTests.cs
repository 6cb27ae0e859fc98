using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.Server;

public sealed class AvailableMemoryTests
{
    [Fact]
    public void It_is_read_from_meminfo() =>
        Assert.Equal(2_000L * 1024, AvailableMemory.Parse("MemTotal:       24683848 kB\nMemFree:          1000 kB\nMemAvailable:     2000 kB\nBuffers:           3 kB\n"));

    [Fact]
    public void The_kernel_tells_it() => Assert.InRange(AvailableMemory.Read(), 1, long.MaxValue);
}
