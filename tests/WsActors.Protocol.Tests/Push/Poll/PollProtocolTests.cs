using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Poll;

public sealed class PollProtocolTests
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly Publication One = Publication.FromBinary(new byte[] { 1 });

    [Fact]
    public void Message_is_a_whole_answer_with_one_message() => AssertAnswer(
        """{"type":"history","topic":"news","epoch":"e","offset":5,"messages":[{"offset":5,"data":"AQ==","encoding":"base64"}]}""",
        new ServerEvent.Message(News, One, new TopicPosition("e", 5)));

    [Fact]
    public void Message_of_a_topic_without_history_has_no_position() => AssertAnswer(
        """{"type":"history","topic":"news","messages":[{"data":"AQ==","encoding":"base64"}]}""", new ServerEvent.Message(News, One, null));

    [Fact]
    public void History_is_a_whole_answer() => AssertAnswer(
        """{"type":"history","topic":"news","epoch":"e","offset":9,"messages":[]}""",
        new ServerEvent.History(null, News, new TopicPosition("e", 9), new LogPage([], null, 9, true)));

    [Fact]
    public void Each_answer_to_a_position_says_whether_nothing_is_missing_behind_it()
    {
        var waited = PollProtocol.Resuming.Write(new ServerEvent.Message(News, One, new TopicPosition("e", 5)))!;
        var empty = PollProtocol.Resuming.AnswerOf(News, new TopicPosition("e", 9), new LogPage([], null, 9, true));

        Assert.Contains("\"offset\":5,\"recovered\":true,\"messages\":[", Encoding.UTF8.GetString(waited), StringComparison.Ordinal);
        Assert.True(empty.Recovered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_with_a_gap_is_never_recovered(bool isResuming)
    {
        var protocol = isResuming ? PollProtocol.Resuming : PollProtocol.Instance;
        var missed = MissedRange.OfOtherLog(0, MissedRange.EpochChanged);

        Assert.False(protocol.AnswerOf(News, new TopicPosition("e", 9), new LogPage([], missed, 0, false)).Recovered);
    }

    [Theory]
    [InlineData(ErrorCode.TooManyTopics, 503)]
    [InlineData(ErrorCode.UnknownTopic, 404)]
    [InlineData(ErrorCode.SubscribeForbidden, 403)]
    public void What_a_topic_refuses_has_the_status_that_fits(string code, int status) =>
        Assert.Equal((status, code), (PollProtocol.RefusalOf(code, "m").Status, PollProtocol.RefusalOf(code, "m").Name));

    private static void AssertAnswer(string json, ServerEvent serverEvent)
    {
        var (head, body) = Encoding.UTF8.GetString(PollProtocol.Instance.Write(serverEvent)!).Split("\r\n\r\n") is [var first, var second]
            ? (first, second)
            : throw new InvalidDataException();
        Assert.Equal(json, body);
        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n", head, StringComparison.Ordinal);
    }
}
