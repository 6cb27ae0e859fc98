using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Clients that come back are given what they missed; the admin API shows what topics keep.</summary>
[Collection(SharedServer.Name)]
public sealed class HistoryTests(SharedServer server)
{
    private const string EpochChanged = """{"type":"gap","topic":"kept.lost","from":1,"to":0,"reason":"epoch_changed"}""";

    [Fact]
    public async Task Client_that_returns_is_given_what_it_missed_and_then_what_is_new()
    {
        var epoch = await Publish("kept.return", 1, 500);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync($$$"""{"type":"subscribe","id":1,"topic":"kept.return","since":{"epoch":"{{{epoch}}}","offset":100}}""");
        var subscribed = await client.ReceiveJsonAsync();
        await Publish("kept.return", 501, 510);

        Assert.True(subscribed.GetProperty("recovered").GetBoolean());
        for (var expected = 101; expected <= 510; expected++)
        {
            var message = await client.ReceiveJsonAsync();
            Assert.Equal(expected, message.GetProperty("offset").GetInt64());
            Assert.Equal(expected, message.GetProperty("data").GetInt32());
        }
    }

    [Fact]
    public async Task Client_that_returns_too_late_hears_the_range_and_is_given_the_rest()
    {
        var epoch = await Publish("kept.late", 1, 1005);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync($$$"""{"type":"subscribe","topic":"kept.late","since":{"epoch":"{{{epoch}}}","offset":0}}""");

        Assert.False((await client.ReceiveJsonAsync()).GetProperty("recovered").GetBoolean());
        var gap = await client.ReceiveJsonAsync();
        Assert.Equal(("gap", 1, 5, "not_kept"), (gap.GetProperty("type").GetString(), gap.GetProperty("from").GetInt32(), gap.GetProperty("to").GetInt32(), gap.GetProperty("reason").GetString()));
        Assert.Equal(6, (await client.ReceiveJsonAsync()).GetProperty("offset").GetInt32());
    }

    [Fact]
    public async Task Client_that_knew_another_log_hears_of_a_gap_before_the_first_message()
    {
        await Publish("kept.lost", 1, 2);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"subscribe","topic":"kept.lost","since":{"epoch":"gone","offset":7}}""");

        var subscribed = await client.ReceiveJsonAsync();
        Assert.Equal((0, 2, false), (subscribed.GetProperty("offset").GetInt32(), subscribed.GetProperty("head").GetInt32(), subscribed.GetProperty("recovered").GetBoolean()));
        Assert.Equal(EpochChanged, (await client.ReceiveJsonAsync()).GetRawText());
        Assert.Equal(1, (await client.ReceiveJsonAsync()).GetProperty("offset").GetInt32());
    }

    [Fact]
    public async Task History_of_who_knew_another_log_names_a_gap_over_both_ways()
    {
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        await Publish("kept.forgotten", 1, 2);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"history","topic":"kept.forgotten","since":{"epoch":"gone","offset":7}}""");
        var answer = await client.ReceiveJsonAsync();
        var page = await http.GetFromJsonAsync<JsonElement>("/api/topics/kept.forgotten/messages?since=7&epoch=gone");

        Assert.All([answer, page], each => Assert.Equal("epoch_changed", each.GetProperty("gap").GetProperty("reason").GetString()));
        Assert.All([answer, page], each => Assert.False(each.GetProperty("recovered").GetBoolean()));
        Assert.All([answer, page], each => Assert.Equal(2, each.GetProperty("messages").GetArrayLength()));
    }

    [Fact]
    public async Task Plain_client_that_names_the_epoch_of_another_log_is_closed()
    {
        await Publish("kept.plain.lost", 1, 2);
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/kept.plain.lost?since=7&epoch=gone");

        Assert.Equal(4106, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Plain_client_is_given_what_it_missed()
    {
        await Publish("kept.plain", 1, 5);
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/kept.plain?since=3");

        Assert.Equal("4", await client.ReceiveTextAsync());
        Assert.Equal("5", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task History_command_pages_forward_from_an_offset()
    {
        await Publish("kept.pages", 1, 5);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"history","id":"h","topic":"kept.pages","since":{"epoch":null,"offset":1},"limit":2}""");
        var refused = await client.ReceiveJsonAsync();
        Assert.Equal("malformed_command", refused.GetProperty("code").GetString());

        await client.SendAsync("""{"type":"history","id":"h","topic":"kept.pages","limit":2}""");
        var latest = await client.ReceiveJsonAsync();
        Assert.Equal([4, 5], Offsets(latest));

        var epoch = latest.GetProperty("epoch").GetString();
        await client.SendAsync($$$"""{"type":"history","id":"h","topic":"kept.pages","since":{"epoch":"{{{epoch}}}","offset":1},"limit":2}""");
        Assert.Equal([2, 3], Offsets(await client.ReceiveJsonAsync()));
    }

    [Fact]
    public async Task Admin_api_shows_and_clears_a_history()
    {
        await Publish("kept.admin", 1, 5);
        using var http = Http();

        var page = await http.GetFromJsonAsync<JsonElement>("/api/topics/kept.admin/messages?since=3");
        Assert.Equal([4, 5], Offsets(page));
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(new Uri("/api/topics/kept.admin/messages", UriKind.Relative))).StatusCode);
        page = await http.GetFromJsonAsync<JsonElement>("/api/topics/kept.admin/messages?since=3");
        Assert.Empty(Offsets(page));
        Assert.Equal(5, page.GetProperty("offset").GetInt32());
        Assert.Equal("not_kept", page.GetProperty("gap").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("since=-1", "invalid_since")]
    [InlineData("limit=0", "invalid_limit")]
    [InlineData("limit=1001", "invalid_limit")]
    public async Task History_query_that_is_wrong_is_a_problem_with_a_code(string query, string code)
    {
        using var http = Http();
        var answer = await http.GetAsync(new Uri($"/api/topics/kept.admin/messages?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Publisher_that_repeats_every_request_with_its_key_adds_nothing()
    {
        using var http = Http();
        for (var i = 1; i <= 20; i++)
        {
            foreach (var repeated in new[] { false, true })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/topics/kept.keys/messages");
                request.Content = new StringContent($"{i}");
                request.Headers.Add("Idempotency-Key", $"key-{i}");
                var answer = await (await http.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
                Assert.Equal(i, answer.GetProperty("offset").GetInt32());
                Assert.Equal(repeated, answer.TryGetProperty("repeated", out _));
            }
        }

        var page = await http.GetFromJsonAsync<JsonElement>("/api/topics/kept.keys/messages");
        Assert.Equal(Enumerable.Range(1, 20), Offsets(page));
    }

    [Fact]
    public async Task Idempotency_key_that_is_too_long_is_refused()
    {
        using var http = Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/topics/kept.keys/messages");
        request.Content = new StringContent("x");
        request.Headers.Add("Idempotency-Key", new string('k', 129));
        var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_idempotency_key", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    private HttpClient Http() => new() { BaseAddress = server.AdminUri };

    private async Task<string> Publish(string topic, int first, int last)
    {
        using var http = Http();
        var batch = new { messages = Enumerable.Range(first, last - first + 1).Select(i => new { topics = new[] { topic }, data = i }) };
        var epoch = string.Empty;
        foreach (var chunk in batch.messages.Chunk(1000))
        {
            var answer = await http.PostAsync(
                new Uri("/api/publish", UriKind.Relative),
                new StringContent(JsonSerializer.Serialize(new { messages = chunk }), Encoding.UTF8, "application/json"));
            var results = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results");
            epoch = results[0].GetProperty("topics")[0].GetProperty("epoch").GetString()!;
        }

        return epoch;
    }

    private static IEnumerable<int> Offsets(JsonElement page) =>
        page.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("offset").GetInt32());
}
