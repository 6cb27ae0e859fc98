using WsActors.Actors.Connections.Shared;

namespace WsActors.Actors.Tests.Connections;

public sealed class HandshakeGateTests
{
    private readonly HandshakeGate _gate = HandshakeGate.Of(perSecond: 10);

    [Fact]
    public void Without_a_limit_everyone_enters()
    {
        var open = HandshakeGate.Of(0);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.True(open.TryEnter(isResuming: false, TimeSpan.Zero, out var _)));
    }

    [Fact]
    public void Newcomers_have_half_of_the_room_and_those_who_resume_all_of_it()
    {
        Assert.Equal(5, Entered(20, isResuming: false));
        Assert.Equal(5, Entered(20, isResuming: true));
    }

    [Fact]
    public void Those_who_resume_go_before_newcomers_who_wait_as_long_as_they_are_told()
    {
        Entered(20, isResuming: true);
        Assert.False(_gate.TryEnter(isResuming: true, TimeSpan.Zero, out var resumingWait));
        Assert.False(_gate.TryEnter(isResuming: false, TimeSpan.Zero, out var newcomersWait));

        Assert.Equal((TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.6)), (resumingWait, newcomersWait));
        Assert.True(_gate.TryEnter(isResuming: true, resumingWait, out _));
        Assert.True(_gate.TryEnter(isResuming: false, newcomersWait + resumingWait, out _));
    }

    [Fact]
    public void Where_one_a_second_is_let_in_newcomers_are_not_shut_out()
    {
        var narrow = HandshakeGate.Of(1);

        Assert.True(narrow.TryEnter(isResuming: false, TimeSpan.Zero, out _));
    }

    private int Entered(int clients, bool isResuming) =>
        Enumerable.Range(0, clients).Count(_ => _gate.TryEnter(isResuming, TimeSpan.Zero, out var _));
}
