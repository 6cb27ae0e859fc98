using System.Text.Json;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Subscriptions of the JSON protocol: many on one socket, coming and going.</summary>
[Collection(SharedServer.Name)]
public sealed class SubscribeTests(SharedServer server)
{
    [Fact]
    public async Task The_answer_names_the_topic_and_where_its_log_stands()
    {
        await server.Admin.PublishAsync("sub.position", "one");
        var published = await server.Admin.PublishAsync("sub.position", "two");
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"subscribe","id":"s","topic":"sub.position"}""");

        var answer = await client.ReceiveJsonAsync();
        Assert.Equal("s", answer.GetProperty("id").GetString());
        Assert.Equal("sub.position", answer.GetProperty("topic").GetString());
        Assert.Equal(published.GetProperty("epoch").GetString(), answer.GetProperty("epoch").GetString());
        Assert.Equal(2, answer.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task One_socket_hears_each_of_its_topics_under_its_name()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        foreach (var topic in new[] { "sub.a", "sub.b", "sub.c" })
            await client.SubscribeAsync(topic);

        foreach (var topic in new[] { "sub.c", "sub.a", "sub.b" })
        {
            await server.Admin.PublishAsync(topic, $"for {topic}");
            var message = await client.ReceiveJsonAsync();
            Assert.Equal(topic, message.GetProperty("topic").GetString());
            Assert.Equal($"for {topic}", message.GetProperty("data").GetString());
        }
    }

    [Fact]
    public async Task After_unsubscribed_nothing_more_comes()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("sub.left");
        await client.SendAsync("""{"type":"unsubscribe","id":2,"topic":"sub.left"}""");
        Assert.Equal("""{"type":"unsubscribed","id":2,"topic":"sub.left"}""", await client.ReceiveTextAsync());

        await server.Admin.PublishAsync("sub.left", "too late");
        await client.ExpectPongAsync();
        await server.Admin.ExpectSubscribersAsync("sub.left", 0);
    }

    [Fact]
    public async Task Subscribing_again_after_leaving_hears_again()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        for (var round = 0; round < 3; round++)
        {
            await client.SubscribeAsync("sub.again");
            await server.Admin.PublishAsync("sub.again", $"{round}");
            Assert.Equal($"{round}", (await client.ReceiveJsonAsync()).GetProperty("data").GetString());
            await client.SendAsync("""{"type":"unsubscribe","topic":"sub.again"}""");
            Assert.Equal("unsubscribed", (await client.ReceiveJsonAsync()).GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Subscribing_twice_is_an_error_and_hears_once()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("sub.twice");
        await client.SendAsync("""{"type":"subscribe","id":2,"topic":"sub.twice"}""");
        Assert.Equal("already_subscribed", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());

        await server.Admin.PublishAsync("sub.twice", "once");
        Assert.Equal("once", (await client.ReceiveJsonAsync()).GetProperty("data").GetString());
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task Subscriptions_over_the_limit_are_an_error_until_one_is_given_up()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Push:MaxSubscriptions=2");
        using var client = await TestClient.OpenJsonAsync(small.PushUri);
        await client.SubscribeAsync("one");
        await client.SubscribeAsync("two");
        await client.SendAsync("""{"type":"subscribe","id":3,"topic":"three"}""");
        Assert.Equal("too_many_subscriptions", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());

        await client.SendAsync("""{"type":"unsubscribe","topic":"one"}""");
        await client.ReceiveJsonAsync();
        await client.SubscribeAsync("three");
    }

    [Fact]
    public async Task Topics_over_the_nodes_limit_are_an_error()
    {
        await using var small = await RunningServer.StartAsync("--WsActors:Topics:MaxTopics=2");
        using var client = await TestClient.OpenJsonAsync(small.PushUri);

        // The second one is the node's own topic, or the client's if that topic has not been made yet.
        await client.SubscribeAsync("first");
        await client.SendAsync("""{"type":"subscribe","id":2,"topic":"second"}""");
        await client.ReceiveJsonAsync();
        await client.SendAsync("""{"type":"subscribe","id":3,"topic":"one.too.many"}""");

        Assert.Equal("too_many_topics", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_missed_nothing_is_recovered_and_who_missed_something_is_told_the_gap()
    {
        var position = await server.Admin.PublishAsync("sub.since", "one");
        var epoch = position.GetProperty("epoch").GetString();
        using var current = await TestClient.OpenJsonAsync(server.PushUri);
        Assert.True((await SubscribeSince(current, epoch!, 1)).GetProperty("recovered").GetBoolean());

        using var late = await TestClient.OpenJsonAsync(server.PushUri);
        Assert.False((await SubscribeSince(late, epoch!, 0)).GetProperty("recovered").GetBoolean());
        var gap = await late.ReceiveJsonAsync();
        Assert.Equal("gap", gap.GetProperty("type").GetString());
        Assert.Equal((1, 1), (gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64()));
    }

    [Fact]
    public async Task What_a_client_publishes_comes_back_to_it_once_if_it_listens()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("chat.self");
        await client.SendAsync("""{"type":"publish","id":1,"topic":"chat.self","data":[1,"ü"]}""");

        var heard = new[] { await client.ReceiveTextAsync(), await client.ReceiveTextAsync() };
        Assert.Contains("""{"type":"message","topic":"chat.self","data":[1,"ü"]}""", heard);
        Assert.Contains("""{"type":"published","id":1,"offset":1}""", heard);
        await client.ExpectPongAsync();
    }

    [Fact]
    public async Task What_a_client_publishes_without_echo_reaches_all_others()
    {
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var other = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SubscribeAsync("chat.quiet");
        await other.SubscribeAsync("chat.quiet");
        await client.SendAsync("""{"type":"publish","id":1,"topic":"chat.quiet","echo":false,"data":1}""");

        Assert.Equal("""{"type":"published","id":1,"offset":1}""", await client.ReceiveTextAsync());
        Assert.Equal("""{"type":"message","topic":"chat.quiet","data":1}""", await other.ReceiveTextAsync());
        await client.ExpectPongAsync();
    }

    [Theory]
    [InlineData("wetter/köln")]
    [InlineData("a.b/c d?e#f%g")]
    [InlineData("日本語.🎉")]
    public async Task Names_may_hold_any_printable_character_and_are_percent_encoded_in_paths(string topic)
    {
        using var plain = await TestClient.OpenAsync(server.PushUri, $"/topics/{Uri.EscapeDataString(topic)}");
        using var json = await TestClient.OpenJsonAsync(server.PushUri);
        await json.SubscribeAsync(topic);
        await server.Admin.ExpectSubscribersAsync(topic, 2);

        await server.Admin.PublishAsync(topic, "heard");

        Assert.Equal("heard", await plain.ReceiveTextAsync());
        Assert.Equal(topic, (await json.ReceiveJsonAsync()).GetProperty("topic").GetString());
    }

    private static async Task<JsonElement> SubscribeSince(TestClient client, string epoch, long offset)
    {
        await client.SendAsync($$$"""{"type":"subscribe","id":1,"topic":"sub.since","since":{"epoch":"{{{epoch}}}","offset":{{{offset}}}}}""");
        return await client.ReceiveJsonAsync();
    }
}
