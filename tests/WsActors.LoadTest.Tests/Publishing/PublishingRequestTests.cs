using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Publishing;

public sealed class PublishingRequestTests
{
    private static readonly TopicPlan ThreeTopics = new(topics: 3, perConnection: 1, connections: 1);

    [Fact]
    public void A_single_message_is_posted_to_the_publishers_topic() =>
        Assert.StartsWith("POST /api/topics/load.1/messages HTTP/1.1\r\n", Request(4, batch: 1), StringComparison.Ordinal);

    [Fact]
    public void A_batch_goes_to_the_following_topics_counted_round()
    {
        var request = Request(1, batch: 2);

        Assert.StartsWith("POST /api/publish HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\"topics\":[\"load.2\"]", request, StringComparison.Ordinal);
        Assert.Contains("\"topics\":[\"load.0\"]", request, StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_is_as_long_as_the_head_says()
    {
        var parts = Request(0, batch: 2).Split("\r\n\r\n");
        Assert.Contains($"\r\nContent-Length: {parts[1].Length}", parts[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "POST /api/topics/load.7/messages HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n", "\"x\"")]
    [InlineData("http://localhost:9/publish/{topic}", "POST /publish/load.7 HTTP/1.1\r\nHost: localhost:9\r\n", "\"x\"")]
    [InlineData("http://localhost:9/publish", "POST /publish HTTP/1.1\r\nHost: localhost:9\r\n", "{\"messages\":[{\"topics\":[\"load.7\"],\"data\":\"x\"}]}")]
    public void One_message_is_posted_in_the_form_that_the_server_takes(string? address, string head, string body)
    {
        var request = Encoding.ASCII.GetString(PublishingRequest.ForOne(0, new Scenario { PublishUrl = address }, "load.7", "\"x\""u8.ToArray()));

        Assert.StartsWith(head, request, StringComparison.Ordinal);
        Assert.EndsWith($"\r\nContent-Length: {body.Length}\r\n\r\n{body}", request, StringComparison.Ordinal);
    }

    private static string Request(int publisher, int batch) =>
        Encoding.ASCII.GetString(PublishingRequest.For(publisher, new Scenario { Batch = batch, Payload = 64 }, ThreeTopics));
}
