using System.Net;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Admin;

public sealed class PublishingTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Fact]
    public async Task The_answer_names_topic_epoch_offset_and_subscribers()
    {
        var first = (await server.Admin.PublishAsync("pub.answer", "one")).GetProperty("epoch").GetString();
        var answer = await server.Admin.PublishAsync("pub.answer", "two");

        Assert.Equal("pub.answer", answer.GetProperty("topic").GetString());
        Assert.Equal(first, answer.GetProperty("epoch").GetString());
        Assert.Equal(2, answer.GetProperty("offset").GetInt64());
        Assert.Equal(0, answer.GetProperty("subscribers").GetInt32());
    }

    [Theory]
    [InlineData("application/json", "{\"a\": [1, \"ü\"]}")]
    [InlineData("application/vnd.api+json; charset=utf-8", "null")]
    [InlineData("text/plain", "hello, wörld")]
    [InlineData("text/html; charset=utf-8", "<b>")]
    [InlineData("application/x-www-form-urlencoded", "what curl -d sends")]
    public async Task Json_text_and_what_curl_sends_arrive_as_text_as_they_were_written(string contentType, string body)
    {
        var topic = $"pub.{Guid.NewGuid():N}";
        using var client = await TestClient.OpenAsync(server.PushUri, $"/topics/{topic}");
        await server.Admin.ExpectSubscribersAsync(topic, 1);
        var answer = await server.Admin.PostAsync($"/api/topics/{topic}/messages", body, contentType);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(body, await client.ReceiveTextAsync());
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("image/png")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Anything_else_arrives_as_binary(string contentType)
    {
        var topic = $"pub.{Guid.NewGuid():N}";
        using var client = await TestClient.OpenAsync(server.PushUri, $"/topics/{topic}");
        await server.Admin.ExpectSubscribersAsync(topic, 1);
        await server.Admin.PostAsync($"/api/topics/{topic}/messages", [0xFF, 0x00, 0x80], contentType);

        Assert.Equal([0xFF, 0x00, 0x80], await client.ReceiveBinaryAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public async Task A_delivery_key_of_no_or_too_many_characters_is_400_invalid_delivery_key(string key)
    {
        var request = server.Admin.Request(HttpMethod.Post, "/api/topics/pub.keyed/messages");
        request.Headers.Add("Delivery-Key", key);
        request.Content = new StringContent("x");

        (await server.Admin.SendAsync(request)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_delivery_key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("0123456789ABCDEF")]
    public async Task An_except_that_is_no_connection_id_is_400_invalid_except(string except)
    {
        var request = server.Admin.Request(HttpMethod.Post, "/api/topics/pub.except/messages");
        request.Headers.Add("WsActors-Except", except);
        request.Content = new StringContent("x");
        (await server.Admin.SendAsync(request)).ExpectProblem(HttpStatusCode.BadRequest, "invalid_except");

        var batch = await server.Admin.PostAsync("/api/publish", $$"""{"messages":[{"topics":["pub.except"],"data":1,"except":"{{except}}"}]}""");
        Assert.Contains("invalid_except", batch.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_excepted_connection_does_not_get_the_message_and_all_others_do()
    {
        using var excepted = await TestClient.OpenJsonAsync(server.PushUri);
        using var other = await TestClient.OpenJsonAsync(server.PushUri);
        await excepted.SubscribeAsync("pub.but.one");
        await other.SubscribeAsync("pub.but.one");
        var single = server.Admin.Request(HttpMethod.Post, "/api/topics/pub.but.one/messages");
        single.Headers.Add("WsActors-Except", excepted.Id);
        single.Content = new StringContent("single");
        Assert.Equal(1, (await server.Admin.SendAsync(single)).Json.GetProperty("subscribers").GetInt32());
        await server.Admin.PostAsync(
            "/api/publish",
            $$"""{"messages":[{"topics":["pub.but.one"],"data":"batch","except":"{{excepted.Id}}"},{"topics":["pub.but.one"],"data":"all"}]}""");

        Assert.Equal("single", (await other.ReceiveJsonAsync()).GetProperty("data").GetString());
        Assert.Equal("batch", (await other.ReceiveJsonAsync()).GetProperty("data").GetString());
        Assert.Equal("all", (await other.ReceiveJsonAsync()).GetProperty("data").GetString());
        Assert.Equal("all", (await excepted.ReceiveJsonAsync()).GetProperty("data").GetString());
    }

    [Fact]
    public async Task Json_that_is_none_is_400_malformed_json() =>
        (await server.Admin.PostAsync("/api/topics/a/messages", "{oops")).ExpectProblem(HttpStatusCode.BadRequest, "malformed_json");

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_a_JSON_message__RFC8259_8_1()
    {
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/pub.mark");
        await server.Admin.ExpectSubscribersAsync("pub.mark", 1);
        await server.Admin.PostAsync("/api/topics/pub.mark/messages", "\uFEFF{}");

        Assert.Equal("{}", await client.ReceiveTextAsync());
    }

    [Fact]
    public async Task Text_in_another_charset_than_UTF8_is_415_unsupported_media_type() =>
        (await server.Admin.PostAsync("/api/topics/a/messages", "caf\u00e9", "text/plain; charset=iso-8859-1"))
            .ExpectProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");

    [Fact]
    public async Task Another_body_under_the_same_idempotency_key_is_422()
    {
        Assert.Equal(HttpStatusCode.OK, (await PublishAsync("one")).Status);
        Assert.True((await PublishAsync("one")).Json.GetProperty("repeated").GetBoolean());
        (await PublishAsync("two")).ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");

        Task<AdminAnswer> PublishAsync(string body)
        {
            var request = server.Admin.Request(HttpMethod.Post, "/api/topics/pub.key/messages");
            request.Content = new StringContent(body);
            request.Headers.Add("Idempotency-Key", "order-1");
            return server.Admin.SendAsync(request);
        }
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_400_malformed_text() =>
        (await server.Admin.PostAsync("/api/topics/a/messages", [0xFF], "text/plain")).ExpectProblem(HttpStatusCode.BadRequest, "malformed_text");

    [Fact]
    public async Task A_body_over_the_limit_is_413_body_too_large() =>
        (await server.Admin.PostAsync("/api/topics/a/messages", new string('x', AdminServer.MaxBodyBytes + 1), "text/plain"))
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");

    [Fact]
    public async Task A_body_that_announces_3_gigabytes_is_413_and_nothing_is_set_aside_for_it()
    {
        using var client = await RawClient.ConnectAsync(server.Admin.Address);
        await client.SendAsync("POST /api/topics/a/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000000\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 413 ", await client.ReceiveHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("a%C3")]
    [InlineData("a%0Ab")]
    [InlineData("a%E2%80")]
    [InlineData("%zz")]
    public async Task A_topic_that_is_no_name_is_400_invalid_topic(string segment) =>
        (await server.Admin.PostAsync($"/api/topics/{segment}/messages", "1")).ExpectProblem(HttpStatusCode.BadRequest, "invalid_topic");

    [Fact]
    public async Task A_topic_of_256_bytes_is_400_invalid_topic() =>
        (await server.Admin.PostAsync($"/api/topics/{new string('x', 256)}/messages", "1")).ExpectProblem(HttpStatusCode.BadRequest, "invalid_topic");

    [Fact]
    public async Task The_servers_own_topics_are_403_publish_forbidden() =>
        (await server.Admin.PostAsync("/api/topics/$node.stats/messages", "1")).ExpectProblem(HttpStatusCode.Forbidden, "publish_forbidden");

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2fb.c", "a/b.c")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("100%25", "100%")]
    [InlineData("a+b%20c", "a+b c")]
    [InlineData("k%C3%B6ln.%F0%9F%8E%89", "köln.🎉")]
    [InlineData("..a..", "..a..")]
    public async Task Percent_encoded_names_are_what_they_say(string segment, string topic)
    {
        var published = await server.Admin.PostAsync($"/api/topics/{segment}/messages", "1");
        Assert.Equal(topic, published.Json.GetProperty("topic").GetString());

        Assert.Equal(topic, (await server.Admin.GetAsync($"/api/topics/{segment}")).Json.GetProperty("topic").GetString());
    }
}
