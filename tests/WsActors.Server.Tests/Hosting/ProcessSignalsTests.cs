using Microsoft.Extensions.Time.Testing;
using WsActors.Server.Hosting;

namespace WsActors.Server.Tests.Hosting;

public sealed class ProcessSignalsTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(999, 0)]
    public void A_second_signal_hurries_unless_it_is_the_first_passed_on(int millisecondsLater, int hurried)
    {
        using var signals = new ProcessSignals(_time);
        var count = 0;
        signals.Hurried += () => count++;

        signals.OnStop();
        _time.Advance(TimeSpan.FromMilliseconds(millisecondsLater));
        signals.OnStop();

        Assert.Equal(hurried, count);
    }
}
