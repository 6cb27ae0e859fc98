using Microsoft.Extensions.Time.Testing;
using WsActors.Client.Core;
using WsActors.Client.Runtime;
using WsActors.Client.Tests.World;

namespace WsActors.Client.Tests.Rules;

/// <summary>The one timer of a client.</summary>
public sealed class TimerTests
{
    // Each look at the clock moves it, so what is due at once is late when its timer is set; a negative time would mean "never".
    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(7)]
    public void What_is_due_while_the_timer_is_set_is_not_forgotten(double milliseconds)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(milliseconds) };
        var transport = new FakeTransport();
        var runtime = new ClientRuntime(
            new CoreSettings(new Uri("ws://push.example/connect")), new SilentEvents(), transport, new TokenSource(null), time);
        runtime.Do(core => core.Attempts.Wake());
        transport.Sockets[0].End(4201);
        time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(2, transport.Sockets.Count);
    }

    private sealed class SilentEvents : ICoreEvents
    {
        public void OnState(ConnectionState state)
        {
        }

        public void OnFailed(WsActorsException error)
        {
        }
    }
}
