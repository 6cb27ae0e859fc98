using System.Net;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Publishing;

public sealed class KeyedPublisherTests : IDisposable
{
    private const string One = """{"topic":"load.0","epoch":"e","offset":5,"subscribers":1}""";
    private const string Two = """{"results":[{"topics":[{"topic":"load.0","epoch":"e","offset":5}]},{"topics":[{"topic":"load.1","epoch":"f","offset":9,"repeated":true}]}]}""";
    private const string Refused = """{"results":[{"topics":[{"topic":"load.0","epoch":"e","offset":5}]},{"topics":[{"topic":"load.1","error":{"code":"busy","message":"…"}}]}]}""";

    private readonly Answers _answers = new();
    private readonly HttpClient _http;
    private readonly KeyedPublisher _publisher;

    public KeyedPublisherTests()
    {
        _http = new HttpClient(_answers);
        var scenario = new Scenario { Admin = "http://there", Timeout = TimeSpan.FromSeconds(30) };
        _publisher = new KeyedPublisher(_http, scenario, run: 7, new TopicPlan(2, 1, 1), new FillerPayload(64));
    }

    public void Dispose()
    {
        _http.Dispose();
        _answers.Dispose();
    }

    [Fact]
    public async Task A_single_publication_has_its_key_in_the_header()
    {
        _answers.Add(HttpStatusCode.OK, One);
        Assert.Equal([new Acknowledgement("e", 5, IsRepeated: false)], await _publisher.PublishAsync([4]));
        Assert.StartsWith("/api/topics/load.0/messages 00000007-4 \"~wl~00000007-0000000-000000002-", Assert.Single(_answers.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_has_a_key_for_each_publication()
    {
        _answers.Add(HttpStatusCode.OK, Two);
        Assert.Equal([new Acknowledgement("e", 5, IsRepeated: false), new Acknowledgement("f", 9, IsRepeated: true)], await _publisher.PublishAsync([4, 5]));

        var asked = Assert.Single(_answers.Asked);
        Assert.Contains("""{"topics":["load.0"],"idempotencyKey":"00000007-4","data":""", asked, StringComparison.Ordinal);
        Assert.Contains("""{"topics":["load.1"],"idempotencyKey":"00000007-5","data":""", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_answer_is_sent_again_word_for_word()
    {
        _answers.Add(null, "");
        _answers.Add(HttpStatusCode.ServiceUnavailable, "");
        _answers.Add(HttpStatusCode.OK, One);
        await _publisher.PublishAsync([4]);

        Assert.Equal(3, _answers.Asked.Count);
        Assert.Single(_answers.Asked.Distinct());
        Assert.Equal((1, 2), (_publisher.Requests, _publisher.Retries));
    }

    [Fact]
    public async Task Of_several_nodes_each_attempt_asks_another_one_for_the_same()
    {
        _answers.Add(HttpStatusCode.ServiceUnavailable, "");
        _answers.Add(null, "");
        _answers.Add(HttpStatusCode.OK, One);
        var scenario = new Scenario { Admin = "http://a", MoreAdmins = ["http://b", "http://c"], Timeout = TimeSpan.FromSeconds(30) };
        var publisher = new KeyedPublisher(_http, scenario, run: 7, new TopicPlan(2, 1, 1), new FillerPayload(64));
        await publisher.PublishAsync([4]);

        Assert.Equal(["a", "b", "c"], _answers.Hosts.Order());
        Assert.Single(_answers.Asked.Distinct());
        Assert.Equal(["503", "reset"], publisher.Causes.Keys.Order());
    }

    [Fact]
    public async Task A_node_that_does_not_answer_in_time_is_left_for_another_one()
    {
        _answers.AddSilence();
        _answers.Add(HttpStatusCode.OK, One);
        var scenario = new Scenario { Admin = "http://a", MoreAdmins = ["http://b"], AnswerTimeout = TimeSpan.FromMilliseconds(20), Timeout = TimeSpan.FromSeconds(30) };
        var publisher = new KeyedPublisher(_http, scenario, run: 7, new TopicPlan(2, 1, 1), new FillerPayload(64));
        await publisher.PublishAsync([4]);

        Assert.Equal(["a", "b"], _answers.Hosts.Order());
        Assert.Equal(["no answer in time"], publisher.Causes.Keys);
    }

    [Fact]
    public async Task A_batch_of_which_one_message_is_refused_for_now_is_sent_again()
    {
        _answers.Add(HttpStatusCode.OK, Refused);
        _answers.Add(HttpStatusCode.OK, Two);
        Assert.Equal(2, (await _publisher.PublishAsync([4, 5])).Length);
        Assert.Single(_answers.Asked.Distinct());
    }

    [Fact]
    public async Task A_request_that_the_server_finds_wrong_is_not_sent_again()
    {
        _answers.Add(HttpStatusCode.BadRequest, "no");
        await Assert.ThrowsAsync<IOException>(() => _publisher.PublishAsync([4]));
    }

    private sealed class Answers : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode? Status, string Body)> _answers = new();

        public List<string> Asked { get; } = [];

        public List<string> Hosts { get; } = [];

        public void AddSilence() => _answers.Enqueue((HttpStatusCode.RequestTimeout, ""));

        /// <param name="status">Null: the connection is lost.</param>
        /// <param name="body">Of the answer.</param>
        public void Add(HttpStatusCode? status, string body) => _answers.Enqueue((status, body));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? $" {keys.Single()}" : "";
            Asked.Add($"{request.RequestUri!.AbsolutePath}{key} {await request.Content!.ReadAsStringAsync(cancellationToken)}");
            Hosts.Add(request.RequestUri.Host);
            var (status, body) = _answers.Dequeue();
            if (status == HttpStatusCode.RequestTimeout)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return status is { } code ? new HttpResponseMessage(code) { Content = new StringContent(body) } : throw new HttpRequestException("reset");
        }
    }
}
