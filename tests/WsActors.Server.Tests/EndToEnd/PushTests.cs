using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>The main job, with .NET's own client: what is published reaches everyone who listens.</summary>
[Collection(SharedServer.Name)]
public sealed class PushTests(SharedServer server)
{
    [Fact]
    public async Task One_publication_reaches_every_client_of_the_topic()
    {
        using var one = await TestClient.OpenAsync(server.PushUri, "/topics/main.job");
        using var other = await TestClient.OpenAsync(server.PushUri, "/topics/main.job");
        await Subscribed("main.job", 2);

        await Publish("main.job", new StringContent("hello"));

        Assert.Equal("hello", await one.ReceiveTextAsync());
        Assert.Equal("hello", await other.ReceiveTextAsync());
    }

    [Fact]
    public async Task What_curl_sends_by_default_arrives_as_text()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/curl");
        await Subscribed("curl", 1);
        using var form = new StringContent("hello", Encoding.UTF8);
        form.Headers.ContentType = new("application/x-www-form-urlencoded");

        await Publish("curl", form);

        Assert.Equal("hello", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Binary_publications_arrive_as_binary_messages_and_in_json_as_base64()
    {
        using var plain = await TestClient.OpenAsync(server.PushUri, "/topics/bytes");
        using var json = await TestClient.OpenJsonAsync(server.PushUri);
        await json.SubscribeAsync("bytes");
        await Subscribed("bytes", 2);
        using var content = new ByteArrayContent([0, 255, 7]);
        content.Headers.ContentType = new("application/octet-stream");

        await Publish("bytes", content);

        Assert.Equal([0, 255, 7], await plain.ReceiveBinaryAsync());
        var message = await json.ReceiveJsonAsync();
        Assert.Equal("base64", message.GetProperty("encoding").GetString());
        Assert.Equal([0, 255, 7], message.GetProperty("data").GetBytesFromBase64());
    }

    [Fact]
    public async Task A_thousand_publications_arrive_each_once_and_in_order()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("ordered");
        for (var batch = 0; batch < 10; batch++)
        {
            var messages = Enumerable.Range(batch * 100, 100).Select(n => new { topics = new[] { "ordered" }, data = n });
            using var http = Http();
            (await http.PostAsJsonAsync("api/publish", new { messages })).EnsureSuccessStatusCode();
        }

        for (var n = 0; n < 1000; n++)
            Assert.Equal(n, (await client.ReceiveJsonAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task A_client_may_publish_where_the_rule_allows_it()
    {
        using var speaker = await TestClient.OpenJsonAsync(server.PushUri);
        using var listener = await TestClient.OpenAsync(server.PushUri, "/topics/chat.room");
        await Subscribed("chat.room", 1);
        await speaker.SendAsync("""{"type":"publish","id":1,"topic":"chat.room","data":{"text":"hi"}}""");

        Assert.Equal("published", (await speaker.ReceiveJsonAsync()).GetProperty("type").GetString());
        Assert.Equal("""{"text":"hi"}""", await listener.ReceiveTextAsync());
    }

    [Fact]
    public async Task Plain_mode_publishes_where_the_rule_allows_it_and_is_closed_with_1008_elsewhere()
    {
        using var allowed = await TestClient.OpenAsync(server.PushUri, "/topics/chat.plain");
        await Subscribed("chat.plain", 1);
        await allowed.SendAsync("hi all");
        Assert.Equal("hi all", await allowed.ReceiveTextAsync());

        using var forbidden = await TestClient.OpenAsync(server.PushUri, "/topics/news.plain");
        await forbidden.SendAsync("hi all");
        Assert.Equal(1008, (int)await forbidden.ReceiveCloseAsync());
    }

    [Fact]
    public async Task A_wrong_command_is_answered_with_an_error_and_the_connection_goes_on()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"dance","id":1}""");
        var error = await client.ReceiveJsonAsync();
        Assert.Equal("unknown_command", error.GetProperty("code").GetString());

        await client.SendAsync("""{"type":"ping","id":2}""");
        Assert.Equal("pong", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_topic_name_that_is_not_valid_and_one_that_does_not_exist_are_errors()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":""}""");
        Assert.Equal("invalid_topic", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());

        await client.SendAsync("""{"type":"subscribe","id":2,"topic":"$no.such"}""");
        Assert.Equal("unknown_topic", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_application_can_subscribe_and_disconnect_a_client()
    {
        using var http = Http();
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        var put = await http.PutAsync(new Uri($"api/connections/{client.Id}/topics/assigned", UriKind.Relative), null);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        Assert.Equal("assigned", (await client.ReceiveJsonAsync()).GetProperty("topic").GetString());

        var delete = await http.DeleteAsync(new Uri($"api/connections/{client.Id}?code=4001&reason=moved", UriKind.Relative));
        Assert.True(delete.IsSuccessStatusCode, await delete.Content.ReadAsStringAsync());
        Assert.Equal(4001, (int)await client.ReceiveCloseAsync());
    }

    [Fact]
    public async Task The_nodes_own_figures_are_a_live_feed()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/$node.stats");

        using var stats = JsonDocument.Parse(await client.ReceiveTextAsync());
        Assert.True(stats.RootElement.GetProperty("connections").GetInt64() >= 1);
        Assert.True(stats.RootElement.GetProperty("workingSetBytes").GetInt64() > 1_000_000);
    }

    [Fact]
    public async Task Echo_brings_large_messages_back()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/echo");
        var large = new string('x', 5_000_000);
        await client.SendAsync(large);

        Assert.Equal(large, await client.ReceiveTextAsync());
    }

    private HttpClient Http() => new() { BaseAddress = server.AdminUri };

    private async Task Publish(string topic, HttpContent content)
    {
        using var http = Http();
        var answer = await http.PostAsync(new Uri($"api/topics/{topic}/messages", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        content.Dispose();
    }

    private Task Subscribed(string topic, int count) => Eventually.HoldsAsync(async () =>
    {
        using var http = Http();
        var answer = await http.GetFromJsonAsync<JsonElement>(new Uri($"api/topics/{topic}", UriKind.Relative));
        Assert.Equal(count, answer.GetProperty("subscribers").GetInt32());
    });
}
