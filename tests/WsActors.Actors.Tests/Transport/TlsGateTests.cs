using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

public sealed class TlsGateTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task No_more_handshakes_run_at_once_than_the_limit_and_the_next_begins_when_one_is_over()
    {
        var gate = Gate(maxAtOnce: 2);
        var (first, second, third) = (Turn(gate), Turn(gate), Turn(gate));
        Assert.True(await first.EnterAsync());
        Assert.True(await second.EnterAsync());
        var waiting = third.EnterAsync();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(2, gate.Running);

        first.Dispose();

        Assert.True(await waiting);
        Assert.Equal(2, gate.Running);
    }

    [Fact]
    public async Task Of_those_that_wait_the_latest_goes_first()
    {
        var gate = Gate(maxAtOnce: 1);
        var running = Turn(gate);
        await running.EnterAsync();
        var early = Turn(gate).EnterAsync();
        var late = Turn(gate).EnterAsync();

        running.Dispose();

        Assert.True(await late);
        Assert.False(early.IsCompleted);
    }

    [Fact]
    public async Task A_connection_that_ends_while_it_waits_leaves_nothing_behind()
    {
        var gate = Gate(maxAtOnce: 1);
        var running = Turn(gate);
        await running.EnterAsync();
        var gone = Turn(gate);
        var waiting = gone.EnterAsync();

        gone.Dispose();
        running.Dispose();

        Assert.False(await waiting);
        Assert.Equal(0, gate.Running);
        Assert.True(await Turn(gate).EnterAsync());
    }

    [Fact]
    public async Task A_handshake_that_takes_long_is_cut_when_another_needs_its_place()
    {
        var gate = Gate(maxAtOnce: 1);
        var connection = new FakeConnection();
        var slow = new TlsTurn(gate, connection);
        await slow.EnterAsync();
        _time.Advance(Timeout - TimeSpan.FromSeconds(1));
        var other = Turn(gate).EnterAsync();
        Assert.False(connection.IsDisposed);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await other);
        Assert.True(connection.IsDisposed);
        Assert.True(slow.IsCut);
        slow.Dispose();
        Assert.Equal(1, gate.Running);
    }

    [Fact]
    public async Task A_handshake_for_whose_place_nobody_waits_is_not_cut()
    {
        var gate = Gate(maxAtOnce: 2);
        var slow = Turn(gate);
        await slow.EnterAsync();
        await Turn(gate).EnterAsync();
        _time.Advance(Timeout * 2);

        Assert.False(slow.IsCut);
        Assert.Equal(2, gate.Running);
    }

    [Fact]
    public async Task A_handshake_that_waited_has_the_whole_time_from_its_own_beginning()
    {
        var gate = Gate(maxAtOnce: 1);
        await Turn(gate).EnterAsync();
        var second = Turn(gate);
        var waiting = second.EnterAsync();
        _time.Advance(Timeout);
        Assert.True(await waiting);
        var third = Turn(gate).EnterAsync();

        _time.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(second.IsCut);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(second.IsCut);
        Assert.True(await third);
    }

    [Fact]
    public async Task More_handshakes_in_a_second_than_the_limit_are_refused_at_once()
    {
        var gate = Gate(maxAtOnce: 100, perSecond: 3);
        for (var handshake = 0; handshake < 3; handshake++)
        {
            using var turn = Turn(gate);
            Assert.True(await turn.EnterAsync());
        }

        Assert.False(await Turn(gate).EnterAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Turn(gate).EnterAsync());
    }

    private TlsGate Gate(int maxAtOnce, int perSecond = 0) => new(maxAtOnce, perSecond, Timeout, _time);

    private static TlsTurn Turn(TlsGate gate) => new(gate, new FakeConnection());

    private sealed class FakeConnection : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
