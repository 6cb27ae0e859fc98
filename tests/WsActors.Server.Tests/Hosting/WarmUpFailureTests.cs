using Akka.Actor;
using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Options;
using WsActors.Server.Tests.Logs;

namespace WsActors.Server.Tests.Hosting;

public sealed class WarmUpFailureTests
{
    private readonly LogLines<WarmUp> _log = new();

    [Fact]
    public async Task It_ends_in_time_without_an_exception_where_the_node_does_not_answer()
    {
        using var system = ActorSystem.Create("warm-up-tests");
        await new WarmUp(Configuration(), new ImpatientTime(), _log).RunAsync(system);

        Assert.StartsWith("Information: The warm-up did not finish within 5 s", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_without_an_exception_where_there_can_be_no_node()
    {
        var system = ActorSystem.Create("warm-up-tests");
        await system.Terminate();
        await new WarmUp(Configuration(), TimeProvider.System, _log).RunAsync(system);

        Assert.StartsWith("Information: The warm-up failed", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private static ServerConfiguration Configuration() => ServerConfiguration.Read(new ConfigurationBuilder().Build());

    // Every timer is due at once.
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
