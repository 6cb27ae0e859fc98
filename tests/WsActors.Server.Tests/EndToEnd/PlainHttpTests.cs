using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Pushes where no WebSocket gets through: .NET's HTTP client reads an event stream, and polls.</summary>
[Collection(SharedServer.Name)]
public sealed class PlainHttpTests(SharedServer server)
{
    [Fact]
    public async Task Event_stream_is_told_what_is_published_and_resumes_where_it_stopped()
    {
        await Publish("kept.stream", "one");
        using var first = await EventStream.OpenAsync(Push("/topics/kept.stream?since=0"));
        Assert.Contains("\"type\":\"subscribed\"", await first.NextAsync("data"), StringComparison.Ordinal);
        Assert.EndsWith("-1", await first.NextAsync("id"), StringComparison.Ordinal);
        Assert.Equal("one", await first.NextAsync("data"));
        await Publish("kept.stream", "two");
        Assert.Equal("two", await first.NextAsync("data"));
        first.Dispose();
        await Publish("kept.stream", "three");

        using var second = await EventStream.OpenAsync(Push("/topics/kept.stream"), lastEventId: "2");
        await second.NextAsync("data");
        var third = await second.NextAsync("id");
        Assert.EndsWith("-3", third, StringComparison.Ordinal);
        Assert.Equal("three", await second.NextAsync("data"));
        await Publish("kept.stream", "four");

        using var last = await EventStream.OpenAsync(Push("/topics/kept.stream?since=0&epoch=gone"), lastEventId: third);
        Assert.Contains("\"recovered\":true", await last.NextAsync("data"), StringComparison.Ordinal);
        Assert.Equal("four", await last.NextAsync("data"));
    }

    [Fact]
    public async Task Event_stream_that_returns_to_another_log_is_told_of_a_gap_before_any_message()
    {
        await Publish("kept.other", "one");
        using var stream = await EventStream.OpenAsync(Push("/topics/kept.other"), lastEventId: "gone-5");

        Assert.Contains("\"recovered\":false", await stream.NextAsync("data"), StringComparison.Ordinal);
        Assert.EndsWith("-0", await stream.NextAsync("id"), StringComparison.Ordinal);
        Assert.Contains("\"from\":1,\"to\":0,\"reason\":\"epoch_changed\"", await stream.NextAsync("data"), StringComparison.Ordinal);
        Assert.Equal("one", await stream.NextAsync("data"));
    }

    [Theory]
    [InlineData("kept.polled.gone", "epoch=gone", "epoch_changed")]
    [InlineData("kept.polled.ahead", "", "offset_ahead")]
    public async Task Poll_of_who_knew_another_log_is_told_of_a_gap_beside_the_messages(string topic, string query, string reason)
    {
        using var http = new HttpClient();
        await Publish(topic, "one");
        var page = await http.GetFromJsonAsync<JsonElement>(Push($"/topics/{topic}?poll=true&since=5&{query}"));

        Assert.False(page.GetProperty("recovered").GetBoolean());
        Assert.Equal((1, 0, reason), RangeOf(page.GetProperty("gap")));
        Assert.Equal("one", page.GetProperty("messages")[0].GetProperty("data").GetString());
    }

    [Fact]
    public async Task Event_streams_and_WebSockets_of_a_topic_hear_the_same()
    {
        using var socket = await TestClient.OpenAsync(server.PushUri, "/topics/mixed");
        using var stream = await EventStream.OpenAsync(Push("/topics/mixed"));
        await stream.NextAsync("data");
        await Publish("mixed", "to all");

        Assert.Equal("to all", await socket.ReceiveTextAsync());
        Assert.Equal("to all", await stream.NextAsync("data"));
    }

    [Fact]
    public async Task Poll_waits_for_the_next_message_and_tells_where_to_go_on()
    {
        using var http = new HttpClient();
        await Publish("kept.poll", "one");
        var missed = await http.GetFromJsonAsync<JsonElement>(Push("/topics/kept.poll?poll=true&since=0"));
        var waiting = http.GetFromJsonAsync<JsonElement>(Push("/topics/kept.poll?poll=true&since=1"));
        await Eventually.HoldsAsync(async () => Assert.Equal(1, await SubscribersOf("kept.poll")));
        await Publish("kept.poll", "two");
        var next = await waiting;

        Assert.Equal("one", missed.GetProperty("messages")[0].GetProperty("data").GetString());
        Assert.Equal("two", next.GetProperty("messages")[0].GetProperty("data").GetString());
        Assert.Equal(2, next.GetProperty("offset").GetInt32());
        Assert.Equal(missed.GetProperty("epoch").GetString(), next.GetProperty("epoch").GetString());
        await Eventually.HoldsAsync(async () => Assert.Equal(0, await SubscribersOf("kept.poll")));
    }

    [Fact]
    public async Task Thousand_messages_are_polled_each_once_and_in_order()
    {
        using var http = new HttpClient();
        using var admin = new HttpClient { BaseAddress = server.AdminUri };
        var messages = Enumerable.Range(1, 1000).Select(i => new { topics = new[] { "kept.polled" }, data = i });
        await admin.PostAsJsonAsync("/api/publish", new { messages });

        var next = 1;
        while (next <= 1000)
        {
            var page = await http.GetFromJsonAsync<JsonElement>(Push($"/topics/kept.polled?poll=true&since={next - 1}"));
            foreach (var message in page.GetProperty("messages").EnumerateArray())
                Assert.Equal(next++, message.GetProperty("data").GetInt32());
        }
    }

    [Theory]
    [InlineData("/topics/news", "text/html", HttpStatusCode.UpgradeRequired)]
    [InlineData("/connect", "text/event-stream", HttpStatusCode.NotFound)]
    [InlineData("/topics/closed.one", "text/event-stream", HttpStatusCode.Forbidden)]
    [InlineData("/topics/news?since=x", "text/event-stream", HttpStatusCode.BadRequest)]
    public async Task Request_that_is_not_welcome_has_the_status_that_fits(string path, string accept, HttpStatusCode status)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));

        Assert.Equal(status, (await http.GetAsync(Push(path))).StatusCode);
    }

    [Fact]
    public async Task Poll_over_old_HTTP_whose_client_ends_its_side_at_once_is_answered()
    {
        await Publish("kept.half", "one");
        using var client = await RawClient.ConnectAsync(server.PushUri);
        await client.SendAsync("GET /topics/kept.half?poll=true&since=0 HTTP/1.0\r\n\r\n");
        client.EndSending();
        var answer = Encoding.UTF8.GetString(await client.ReceiveToEndAsync());

        Assert.StartsWith("HTTP/1.1 200 OK\r\nDate: ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"messages\":[{\"offset\":1,\"data\":\"one\"}]}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_of_a_poll_comes_at_once()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, Push("/topics/news?poll=true"));
        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotNull(response.Headers.Date);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    private static (int From, int To, string? Reason) RangeOf(JsonElement gap) =>
        (gap.GetProperty("from").GetInt32(), gap.GetProperty("to").GetInt32(), gap.GetProperty("reason").GetString());

    private Uri Push(string path) => new(new UriBuilder(server.PushUri) { Scheme = "http" }.Uri, path);

    private async Task Publish(string topic, string text)
    {
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        using var content = new StringContent(text);
        (await http.PostAsync(new Uri($"/api/topics/{topic}/messages", UriKind.Relative), content)).EnsureSuccessStatusCode();
    }

    private async Task<int> SubscribersOf(string topic)
    {
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        return (await http.GetFromJsonAsync<JsonElement>($"/api/topics/{topic}")).GetProperty("subscribers").GetInt32();
    }
}
