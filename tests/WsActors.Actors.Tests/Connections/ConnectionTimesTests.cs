using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>The times that a connection records when they are over.</summary>
public sealed class ConnectionTimesTests : ConnectionActorTest
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string? State, double Seconds)> _states = new();
    private readonly ConcurrentQueue<double> _waits = new();

    public ConnectionTimesTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Meter && instrument.Name is "wsactors.connections.state.duration" or "wsactors.outbox.wait")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
        {
            if (instrument.Meter != Meter)
                return;
            if (instrument.Name == "wsactors.outbox.wait")
                _waits.Enqueue(seconds);
            else
                _states.Enqueue(((string?)tags[0].Value, seconds));
        });
        _listener.Start();
    }

    [Fact]
    public void The_time_in_each_state_is_recorded_when_the_connection_leaves_it()
    {
        Begin();
        Snapshot();
        Time.Advance(TimeSpan.FromSeconds(2));
        Transport.ClientSends(Request("/echo"));
        Eventually(() => Assert.Equal([("handshaking", 2)], _states));

        Time.Advance(TimeSpan.FromSeconds(60));
        Transport.ClientSends(ClientFrame.Close(1000));
        ExpectClose(1000);
        Time.Advance(TimeSpan.FromSeconds(1));
        Transport.ClientEnds();

        ExpectTerminated(Connection);
        Assert.Equal([("handshaking", 2), ("open", 62), ("closing", 1)], _states);
    }

    [Fact]
    public void A_refused_handshake_has_its_time_too()
    {
        Begin();
        Snapshot();
        Time.Advance(TimeSpan.FromSeconds(3));
        Transport.ClientSends("garbage\r\n\r\n");

        Eventually(() => Assert.Contains(("handshaking", 3), _states));
    }

    [Fact]
    public void A_wait_for_a_slow_reader_is_recorded_and_a_reader_that_keeps_up_is_not()
    {
        OpenSubscribed();
        Deliver("zero");
        ExpectSent("zero");
        Assert.Empty(_waits);

        Transport.ClientStopsReading();
        Deliver("one");
        Snapshot();
        Deliver("two");
        Snapshot();
        Time.Advance(TimeSpan.FromSeconds(3));
        Transport.ClientReadsOn();
        ExpectSent("two");
        Assert.Equal([3.0], _waits);

        Time.Advance(TimeSpan.FromSeconds(1));
        Deliver("three");
        ExpectSent("three");
        Assert.Single(_waits);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _listener.Dispose();
    }
}
