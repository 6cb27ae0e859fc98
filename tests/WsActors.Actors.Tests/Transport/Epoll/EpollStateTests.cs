using WsActors.Actors.Transport.Epoll;

namespace WsActors.Actors.Tests.Transport.Epoll;

public sealed class EpollStateTests
{
    private EpollState _state = EpollState.New;

    [Fact]
    public void A_new_connection_need_not_be_waited_for() => Assert.False(_state.TryAwait());

    [Fact]
    public void After_a_receive_there_is_something_to_wait_for()
    {
        _state.BeginReceive();

        Assert.True(_state.TryAwait());
    }

    [Fact]
    public void An_edge_is_told_to_whoever_waits_and_once()
    {
        _state.BeginReceive();
        _state.TryAwait();

        Assert.True(_state.Mark(isEnd: false));
        Assert.False(_state.Mark(isEnd: false));
    }

    [Fact]
    public void An_edge_that_nobody_waits_for_ends_the_next_wait_before_it_begins()
    {
        _state.BeginReceive();

        Assert.False(_state.Mark(isEnd: false));
        Assert.False(_state.TryAwait());
    }

    [Fact]
    public void An_edge_during_a_receive_is_not_lost()
    {
        _state.BeginReceive();
        _state.Mark(isEnd: false);

        Assert.False(_state.TryAwait());
    }

    [Fact]
    public void A_full_buffer_leaves_more_to_receive()
    {
        _state.BeginReceive();
        _state.LeaveReadable(ends: false);

        Assert.False(_state.TryAwait());
    }

    [Fact]
    public void The_end_is_known_until_it_is_received()
    {
        _state.Mark(isEnd: true);

        var ends = _state.BeginReceive();
        _state.LeaveReadable(ends);

        Assert.True(ends);
        Assert.True(_state.BeginReceive());
        Assert.False(_state.BeginReceive());
    }

    [Fact]
    public void Without_a_stalled_send_there_is_nothing_to_flush() => Assert.False(_state.TryBeginFlush());

    [Fact]
    public void A_flush_that_did_not_send_all_goes_on_with_the_next_edge()
    {
        _state.Stall();
        _state.TryBeginFlush();
        _state.EndFlush(isStalled: true);

        Assert.True(_state.TryBeginFlush());
    }

    [Fact]
    public void A_flush_that_sent_all_is_the_last()
    {
        _state.Stall();
        _state.TryBeginFlush();
        _state.EndFlush(isStalled: false);

        Assert.False(_state.TryBeginFlush());
    }

    [Fact]
    public void The_descriptor_is_closed_once()
    {
        Assert.True(_state.Close());
        Assert.False(_state.Close());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Closed_under_a_flush_the_descriptor_is_closed_by_the_flush_alone(bool isStalled)
    {
        _state.Stall();
        _state.TryBeginFlush();

        Assert.False(_state.Close());
        Assert.True(_state.EndFlush(isStalled));
        Assert.False(_state.Close());
    }

    [Fact]
    public void Closed_after_a_flush_the_descriptor_is_closed_by_its_owner_alone()
    {
        _state.Stall();
        _state.TryBeginFlush();

        Assert.False(_state.EndFlush(isStalled: true));
        Assert.True(_state.Close());
        Assert.False(_state.TryBeginFlush());
    }
}
