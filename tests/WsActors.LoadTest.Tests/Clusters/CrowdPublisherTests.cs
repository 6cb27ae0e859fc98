using System.Net;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Clusters.Million;
using WsActors.Testing;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>The publisher of a crowd against a server that the test plays.</summary>
public sealed class CrowdPublisherTests : IDisposable
{
    private static readonly string[] Topics = ["a", "b"];

    private readonly HttpListener _server = new();
    private readonly CrowdPublisher _publisher;

    public CrowdPublisherTests()
    {
        var url = $"http://127.0.0.1:{FreePorts.One()}";
        _server.Prefixes.Add($"{url}/");
        _server.Start();
        _publisher = new CrowdPublisher(url, payload: 64, run: 7, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_is_not_accepted_is_published_again_under_its_key_and_nothing_else_is()
    {
        var publishing = _publisher.PublishAsync(5, Topics);
        var first = await AnswerAsync(200, """{"results":[{"topics":[{"topic":"a","error":{"code":"try_again_later"}}]},{"topics":[{"topic":"b","offset":1}]}]}""");
        var second = await AnswerAsync(503, "");
        var third = await AnswerAsync(200, """{"results":[{"topics":[{"topic":"a","offset":1}]}]}""");

        Assert.Equal(2, await publishing);
        Assert.Equal(["a 7.5", "b 7.6"], first);
        Assert.Equal(["a 7.5"], second);
        Assert.Equal(second, third);
    }

    [Fact]
    public async Task A_publication_that_no_other_attempt_can_help_ends_the_run()
    {
        var publishing = _publisher.PublishAsync(5, Topics);
        await AnswerAsync(200, """{"results":[{"topics":[{"topic":"a","error":{"code":"too_many_topics"}}]},{"topics":[{"topic":"b","offset":1}]}]}""");

        Assert.Contains("too_many_topics", (await Assert.ThrowsAsync<IOException>(() => publishing)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _publisher.Dispose();
        ((IDisposable)_server).Dispose();
    }

    // Answers a request and returns its messages, each as its topic and key.
    private async Task<string[]> AnswerAsync(int status, string body)
    {
        var context = await _server.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream);
        context.Response.StatusCode = status;
        context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
        return [.. request.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("topics")[0]} {message.GetProperty("idempotencyKey")}")];
    }
}
