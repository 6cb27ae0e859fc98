using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class PresenceLogTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PresenceLog _log = new(new PresenceLimits(Grace, Interval, MaxTold: 4));
    private TimeSpan _now;

    [Fact]
    public void The_first_who_comes_is_told_at_once()
    {
        _log.Join("c1", "ann");

        Assert.Equal(["ann c1"], Names(Tell()!.Joined));
    }

    [Fact]
    public void Who_comes_soon_after_is_told_with_the_others_when_the_interval_is_over()
    {
        _log.Join("c1", "ann");
        Tell();
        _log.Join("c2", "ben");
        _log.Join("c3", null);

        Assert.Null(Tell());
        Assert.Equal(Interval, _log.WhenToTell);
        _now = Interval;
        Assert.Equal(["ben c2", "c3"], Names(Tell()!.Joined));
    }

    [Fact]
    public void A_user_with_several_connections_joins_once_and_leaves_with_the_last()
    {
        Arrive(("c1", "ann"), ("c2", "ann"));
        _log.Leave("c1", _now);
        Assert.Null(After(Grace));

        _log.Leave("c2", _now);
        Assert.Equal(["ann c2"], Names(After(Grace)!.Left));
    }

    [Fact]
    public void Who_was_asked_to_return_later_than_the_grace_period_has_until_then()
    {
        Arrive(("c1", "ann"), ("c2", "ben"));
        _log.Leave("c1", _now, returnWithin: Grace * 2);
        _log.Leave("c2", _now, returnWithin: Grace / 2);
        Assert.Equal(["ben c2"], Names(After(Grace)!.Left));
        Assert.Equal(["ann c1"], Names(After(Grace)!.Left));
    }

    [Fact]
    public void Anonymous_connections_are_members_each_for_itself()
    {
        Arrive(("c1", null), ("c2", null));
        Assert.Equal(2, _log.Count);

        _log.Leave("c1", _now);
        Assert.Equal(["c1"], Names(After(Grace)!.Left));
    }

    [Fact]
    public void A_user_may_bear_the_name_of_a_connection()
    {
        Arrive(("c1", null), ("c2", "c1"));

        Assert.Equal(2, _log.Count);
    }

    [Fact]
    public void Who_returns_within_the_grace_says_nothing()
    {
        Arrive(("c1", "ann"));
        _log.Leave("c1", _now);
        Assert.Null(After(Grace - TimeSpan.FromTicks(1)));
        _log.Join("c2", "ann");

        Assert.Null(After(Grace * 2));
        Assert.Equal(1, _log.Suppressed);
    }

    [Fact]
    public void The_grace_begins_anew_with_each_going()
    {
        Arrive(("c1", "ann"));
        _log.Leave("c1", _now);
        After(Grace / 2);
        _log.Join("c2", "ann");
        _log.Leave("c2", _now);

        Assert.Null(After(Grace / 2));
        Assert.Equal(["ann c2"], Names(After(Grace / 2)!.Left));
    }

    [Fact]
    public void Who_left_and_comes_back_joins_again()
    {
        Arrive(("c1", "ann"));
        _log.Leave("c1", _now);
        After(Grace);
        _log.Join("c2", "ann");

        Assert.Equal(["ann c2"], Names(After(Interval)!.Joined));
    }

    [Fact]
    public void Who_is_away_is_still_counted_and_listed_without_a_connection()
    {
        Arrive(("c1", "ann"));
        _log.Leave("c1", _now);

        Assert.Equal([new PresenceMember("ann", "c1", 0)], _log.Read(0, 10, int.MaxValue).Members);
    }

    [Fact]
    public void A_member_is_described_as_the_connection_says_that_came_last()
    {
        _log.Join("c1", "ann", "1");
        _log.Join("c2", "ann", "2");
        Assert.Equal("2", Assert.Single(_log.Read(0, 10, int.MaxValue).Members).Info);

        _log.Join("c3", "ann");
        Assert.Null(Assert.Single(_log.Read(0, 10, int.MaxValue).Members).Info);
    }

    [Fact]
    public void Descriptions_count_for_the_size_of_a_page()
    {
        _log.Join("c1", null, new string('1', 1000));
        _log.Join("c2", null, new string('1', 1000));

        Assert.Single(_log.Read(0, 10, maxBytes: 4000).Members);
    }

    [Fact]
    public void Going_twice_and_coming_twice_are_once()
    {
        Arrive(("c1", "ann"), ("c1", "ann"));
        _log.Leave("c1", _now);
        _log.Leave("c1", _now);
        _log.Leave("unknown", _now);

        Assert.Equal(["ann c1"], Names(After(Grace)!.Left));
        Assert.Equal(0, _log.Count);
    }

    [Fact]
    public void Beyond_the_bound_only_their_number_is_told()
    {
        Arrive(Crowd(5));
        _log.Join("c6", null);

        var news = After(Interval)!;
        Assert.Equal(6, news.Total);
        Assert.Null(news.Everyone);
        Assert.Empty(news.Joined);
    }

    [Fact]
    public void A_number_that_is_the_same_is_not_told_again()
    {
        Arrive(Crowd(6));
        _log.Leave("c6", _now);
        After(Grace - Interval);
        _log.Join("c7", null);
        _now += Interval;

        Assert.Null(Tell());
        Assert.Equal(6, _log.Count);
    }

    [Fact]
    public void At_half_of_the_bound_everyone_is_told_and_then_each_one_again()
    {
        Arrive(Crowd(5));
        _log.Leave("c5", _now);
        _log.Leave("c4", _now);
        Assert.Equal(3, After(Grace)!.Total);

        _log.Leave("c3", _now);
        Assert.Equal(["c1", "c2"], Names(After(Grace)!.Everyone!));

        _log.Join("c6", null);
        Assert.Equal(["c6"], Names(After(Interval)!.Joined));
    }

    [Fact]
    public void A_log_that_begins_anew_tells_everyone_when_they_have_had_time_to_return()
    {
        _log.BeginAnew(_now);
        _log.Join("c1", "ann");
        Assert.Null(After(Grace - TimeSpan.FromTicks(1)));
        _log.Join("c2", "ben");

        Assert.Equal(["ann c1", "ben c2"], Names(After(TimeSpan.FromTicks(1))!.Everyone!));
    }

    [Fact]
    public void Members_are_read_page_by_page_in_the_order_in_which_they_came()
    {
        Arrive(Crowd(5));
        _log.Leave("c2", _now);
        After(Grace);

        var first = _log.Read(0, 2, int.MaxValue);
        var second = _log.Read(first.Next!.Value, 2, int.MaxValue);
        Assert.Equal(4, first.Total);
        Assert.Equal(["c1", "c3"], Names(first.Members));
        Assert.Equal(["c4", "c5"], Names(second.Members));
        Assert.Null(second.Next);
    }

    [Fact]
    public void A_page_of_long_names_ends_early_but_holds_one()
    {
        Arrive(("c1", new string('a', 1000)), ("c2", new string('b', 1000)));

        var page = _log.Read(0, 10, maxBytes: 100);
        Assert.Single(page.Members);
        Assert.Single(_log.Read(page.Next!.Value, 10, maxBytes: 100).Members);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public void Behind_the_last_there_is_nobody(long after)
    {
        Arrive(("c1", null), ("c2", null));

        Assert.Equal((0, 2, null), (_log.Read(after, 10, 1000).Members.Count, _log.Read(after, 10, 1000).Total, _log.Read(after, 10, 1000).Next));
    }

    private void Arrive(params (string Connection, string? User)[] connections)
    {
        foreach (var (connection, user) in connections)
            _log.Join(connection, user);
        Tell();
        _now += Interval;
    }

    private static (string, string?)[] Crowd(int count) => [.. Enumerable.Range(1, count).Select(i => ($"c{i}", (string?)null))];

    private PresenceNews? After(TimeSpan time)
    {
        _now += time;
        return Tell();
    }

    private PresenceNews? Tell() => _log.Tell(_now);

    private static string[] Names(IEnumerable<PresenceMember> members) =>
        [.. members.Select(member => member.User is { } user ? $"{user} {member.Connection}" : member.Connection)];
}
