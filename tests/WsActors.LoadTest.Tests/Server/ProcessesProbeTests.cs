using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.Server;

public sealed class ProcessesProbeTests
{
    [Fact]
    public async Task What_the_nodes_hold_and_have_spent_is_added_up()
    {
        var figures = await new ProcessesProbe([new Fixed(new ServerFigures(100, 1.5)), new Fixed(new ServerFigures(20, 2))]).ReadAsync();
        Assert.Equal(new ServerFigures(120, 3.5), figures);
    }

    [Fact]
    public async Task Without_one_of_them_there_is_no_sum() =>
        Assert.Null(await new ProcessesProbe([new Fixed(new ServerFigures(100, 1.5)), new Fixed(null)]).ReadAsync());

    private sealed class Fixed(ServerFigures? figures) : IServerProbe
    {
        public string Source => "here";

        public TimeSpan Interval => TimeSpan.FromSeconds(1);

        public Task<ServerFigures?> ReadAsync() => Task.FromResult(figures);
    }
}
