using WsActors.Server.Hosting;

namespace WsActors.Server.Tests.Hosting;

/// <summary>When a node collects garbage to give memory back: after it let go of much, and when nothing is going on.</summary>
public sealed class FreedMemoryTests
{
    private const long Much = 100 * 1024 * 1024;
    private const long Busy = FreedMemory.Calm + 1;

    private readonly FreedMemory _freed = new();
    private TimeSpan _now;

    [Fact]
    public void Nothing_is_due_while_as_much_is_held_as_ever()
    {
        Assert.False(IsDue(held: 0));
        Assert.False(IsDue(held: Much));
        Assert.False(IsDue(held: Much));
        Assert.False(IsDue(held: Much - FreedMemory.WorthIt + 1));
    }

    [Fact]
    public void A_calm_node_that_let_go_of_much_collects_once()
    {
        IsDue(held: Much);

        Assert.True(IsDue(held: 0));
        Assert.False(IsDue(held: 0));
    }

    [Fact]
    public void A_busy_node_waits_until_it_is_calm()
    {
        IsDue(held: Much, allocated: Busy);

        Assert.False(IsDue(held: 0, allocated: Busy));
        Assert.True(IsDue(held: 0));
    }

    [Fact]
    public void A_node_that_never_becomes_calm_collects_after_ten_minutes()
    {
        IsDue(held: Much, allocated: Busy);
        Assert.False(IsDue(held: 0, allocated: Busy));
        _now += TimeSpan.FromMinutes(10);

        Assert.True(IsDue(held: 0, allocated: Busy));
    }

    [Fact]
    public void A_second_storm_is_judged_by_itself()
    {
        IsDue(held: Much);
        IsDue(held: 0);
        IsDue(held: Much);

        Assert.True(IsDue(held: 0));
    }

    [Fact]
    public void A_storm_between_two_checks_is_noticed()
    {
        IsDue(held: 0);
        Assert.False(IsDue(held: 0, freed: Much));

        Assert.True(IsDue(held: 0));
    }

    [Fact]
    public void A_node_whose_clients_keep_coming_and_going_is_not_calm()
    {
        Assert.False(IsDue(held: 0, freed: Much));
        Assert.False(IsDue(held: 0, freed: Much));
        Assert.False(IsDue(held: 0, freed: Much));
    }

    private bool IsDue(long held, long allocated = 0, long freed = 0) =>
        _freed.IsDue(_now += TimeSpan.FromSeconds(15), held, freed, allocated);
}
