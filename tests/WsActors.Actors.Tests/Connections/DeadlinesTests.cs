using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections;

public sealed class DeadlinesTests
{
    private static readonly PushSettings Settings = new()
    {
        KeepAliveInterval = TimeSpan.FromSeconds(25),
        PongTimeout = TimeSpan.FromSeconds(10),
        SendTimeout = TimeSpan.FromSeconds(20),
        IdleTimeout = TimeSpan.FromSeconds(300),
    };

    private Deadlines _deadlines = new(TimeSpan.Zero);

    [Fact]
    public void Nothing_is_due_before_a_keep_alive_interval_of_silence()
    {
        Assert.Equal(Due.Nothing, At(24.9));
        Assert.Equal(Due.SendPing, At(25));
    }

    [Fact]
    public void Hearing_from_the_peer_puts_the_ping_off()
    {
        _deadlines.Received(TimeSpan.FromSeconds(20));

        Assert.Equal(Due.Nothing, At(44.9));
        Assert.Equal(Due.SendPing, At(45));
    }

    [Fact]
    public void A_ping_without_pong_is_given_up_after_the_pong_timeout()
    {
        _deadlines.Pinged(TimeSpan.FromSeconds(25));

        Assert.Equal(Due.Nothing, At(34.9));
        Assert.Equal(Due.GiveUpPong, At(35));
    }

    [Fact]
    public void A_pong_deadline_that_is_seen_much_too_late_asks_again_because_we_stood_still()
    {
        _deadlines.Pinged(TimeSpan.FromSeconds(25));

        Assert.Equal(Due.GiveUpPong, At(37.9));
        Assert.Equal(Due.SendPing, At(38));
    }

    [Fact]
    public void Anything_heard_counts_as_the_pong()
    {
        _deadlines.Pinged(TimeSpan.FromSeconds(25));
        _deadlines.Received(TimeSpan.FromSeconds(26));

        Assert.Equal(Due.Nothing, At(36));
    }

    [Fact]
    public void A_send_that_stands_still_is_given_up()
    {
        _deadlines.SendPending(TimeSpan.FromSeconds(1));

        Assert.Equal(Due.GiveUpSend, At(21));
        _deadlines.SendCompleted(TimeSpan.FromSeconds(21));
        Assert.Equal(Due.Nothing, At(21));
    }

    [Fact]
    public void A_send_of_which_the_peer_takes_some_begins_the_send_timeout_anew()
    {
        _deadlines.SendPending(TimeSpan.FromSeconds(1), acknowledged: 1000);
        _deadlines.Acknowledged(TimeSpan.FromSeconds(20), acknowledged: 1001);
        Assert.Equal(Due.Nothing, At(24.9));

        _deadlines.Acknowledged(TimeSpan.FromSeconds(24.9), acknowledged: 1001);
        Assert.Equal(Due.GiveUpSend, At(40));
    }

    [Fact]
    public void A_pending_send_is_looked_at_four_times_within_the_send_timeout_and_at_its_end()
    {
        _deadlines.SendPending(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(7), _deadlines.Next(TimeSpan.FromSeconds(2), Settings, isIdle: false));
        Assert.Equal(TimeSpan.FromSeconds(22), _deadlines.Next(TimeSpan.FromSeconds(20), Settings, isIdle: false));
    }

    [Fact]
    public void A_ping_behind_data_that_is_being_taken_may_take_the_send_timeout_after_the_last_of_it()
    {
        _deadlines.SendPending(TimeSpan.FromSeconds(24), acknowledged: 1);
        _deadlines.Pinged(TimeSpan.FromSeconds(25));
        _deadlines.Acknowledged(TimeSpan.FromSeconds(34), acknowledged: 2);
        _deadlines.SendCompleted(TimeSpan.FromSeconds(34));

        Assert.Equal(Due.LookForPeer, At(35));
        Assert.Equal(Due.LookForPeer, At(53.9));
        Assert.Equal(Due.GiveUpPong, At(54));
    }

    [Fact]
    public void A_reader_that_has_long_caught_up_has_no_more_than_the_pong_timeout()
    {
        _deadlines.SendPending(TimeSpan.FromSeconds(1));
        _deadlines.SendCompleted(TimeSpan.FromSeconds(2));
        _deadlines.Received(TimeSpan.FromSeconds(60));
        _deadlines.Pinged(TimeSpan.FromSeconds(85));

        Assert.Equal(Due.GiveUpPong, At(95));
    }

    [Fact]
    public void Only_a_connection_that_listens_to_nothing_can_be_idle()
    {
        _deadlines.Received(TimeSpan.FromSeconds(299));

        Assert.Equal(Due.Nothing, At(300));
        Assert.Equal(Due.GiveUpIdle, At(300, isIdle: true));
    }

    [Fact]
    public void The_next_check_is_the_earliest_deadline()
    {
        Assert.Equal(TimeSpan.FromSeconds(25), _deadlines.Next(TimeSpan.Zero, Settings, isIdle: true));
        _deadlines.Pinged(TimeSpan.FromSeconds(25));
        Assert.Equal(TimeSpan.FromSeconds(35), _deadlines.Next(TimeSpan.FromSeconds(25), Settings, isIdle: true));
    }

    private Due At(double seconds, bool isIdle = false) =>
        _deadlines.WhenOpen(TimeSpan.FromSeconds(seconds), Settings, isIdle);
}
