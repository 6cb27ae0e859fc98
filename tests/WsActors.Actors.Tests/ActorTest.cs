using System.Diagnostics.Metrics;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Tests;

/// <summary>
/// An actor system on virtual time, with telemetry of its own. How long it waits for a message, a log line or an assertion is a
/// bound and not an expectation: a busy machine may need it.
/// </summary>
public abstract class ActorTest : TestKit
{
    private static readonly Config Settings = ConfigurationFactory.ParseString(
        """
        akka.loglevel = WARNING
        akka.log-dead-letters = off
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.test.single-expect-default = 30s
        akka.test.filter-leeway = 30s
        """).WithFallback(ActorConfiguration.Hocon);

    private readonly Meter _meter = new(ServerTelemetry.MeterName);

    protected ActorTest()
        : base(Settings)
    {
        Time = new VirtualTime((TestScheduler)Sys.Scheduler);
        Clock = new NodeClock(Time.Provider);
        Telemetry = new ServerTelemetry(_meter);
    }

    protected VirtualTime Time { get; }

    protected NodeClock Clock { get; }

    protected ServerTelemetry Telemetry { get; }

    /// <summary>The meter of <see cref="Telemetry"/>.</summary>
    protected Meter Meter => _meter;

    /// <summary>
    /// Moves time and waits until <paramref name="assertion"/> holds: an actor that was told something may need a turn
    /// before a deadline counts from it.
    /// </summary>
    protected void Eventually(Action assertion) => AwaitAssert(assertion, interval: TimeSpan.FromMilliseconds(2));

    protected override void AfterAll()
    {
        base.AfterAll();
        _meter.Dispose();
    }
}
