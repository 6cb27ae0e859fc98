using WsActors.Actors.Buckets.Following;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>A follower's side of a stream: when it tells the home how far it is.</summary>
public sealed class FollowerStreamTests
{
    private readonly FollowerStream _stream = new(firstId: 7);

    public FollowerStreamTests() => _stream.Begin(Seconds(0));

    [Fact]
    public void A_status_follows_two_seconds_after_the_beginning_and_then_every_ten_if_nothing_happens() =>
        Assert.Equal([2, 12, 22], SecondsWithStatus(0, 30));

    [Fact]
    public void What_was_sent_is_followed_by_a_status_soon_in_case_it_is_lost()
    {
        SecondsWithStatus(0, 14);

        _stream.NextSent();

        Assert.Equal([17, 27], SecondsWithStatus(15, 28));
    }

    [Fact]
    public void What_was_received_is_acknowledged_soon()
    {
        SecondsWithStatus(0, 14);

        Assert.True(_stream.TryReceive(1));

        Assert.Equal([17], SecondsWithStatus(15, 20));
    }

    [Fact]
    public void A_question_of_the_home_is_answered_at_once()
    {
        SecondsWithStatus(0, 14);

        _stream.Acknowledge();

        Assert.Equal([15], SecondsWithStatus(15, 16));
    }

    private int[] SecondsWithStatus(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Where(second => _stream.TakeStatus(Seconds(second)) is not null)];

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
