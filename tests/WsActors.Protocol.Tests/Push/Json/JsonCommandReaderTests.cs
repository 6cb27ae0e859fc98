using System.Text;
using CsCheck;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Json;

public sealed class JsonCommandReaderTests
{
    [Fact]
    public void Subscribe_names_a_topic()
    {
        var subscribe = Read<ClientCommand.Subscribe>("""{"type":"subscribe","id":1,"topic":"news"}""");
        Assert.Equal("1", subscribe.Id?.Json);
        Assert.Equal("news", subscribe.Topic.Value);
        Assert.Null(subscribe.Since);
    }

    [Fact]
    public void Subscribe_may_say_where_the_client_stopped()
    {
        var subscribe = Read<ClientCommand.Subscribe>(
            """{"type":"subscribe","topic":"news","since":{"epoch":"e7","offset":41}}""");
        Assert.Equal(("e7", 41), (subscribe.Since?.Epoch, subscribe.Since?.Offset));
    }

    [Fact]
    public void Since_null_is_since_absent() =>
        Assert.Null(Read<ClientCommand.Subscribe>("""{"type":"subscribe","topic":"news","since":null}""").Since);

    [Fact]
    public void History_names_a_topic_and_may_say_since_when_and_how_many()
    {
        var all = Read<ClientCommand.History>("""{"type":"history","id":1,"topic":"news"}""");
        Assert.Equal(("news", 100), (all.Topic.Value, all.Limit));
        Assert.Null(all.Since);

        var some = Read<ClientCommand.History>("""{"type":"history","topic":"news","since":{"epoch":"e","offset":4},"limit":1000}""");
        Assert.Equal((4L, 1000), (some.Since!.Offset, some.Limit));
    }

    [Fact]
    public void Presence_names_a_topic_and_may_ask_for_a_page()
    {
        var first = Read<ClientCommand.Presence>("""{"type":"presence","id":1,"topic":"news"}""");
        Assert.Equal(("news", 0L, 100), (first.Topic.Value, first.After, first.Limit));

        var next = Read<ClientCommand.Presence>("""{"type":"presence","topic":"news","cursor":"17","limit":1000}""");
        Assert.Equal((17L, 1000), (next.After, next.Limit));
    }

    [Fact]
    public void Unsubscribe_names_a_topic()
    {
        var unsubscribe = Read<ClientCommand.Unsubscribe>("""{"type":"unsubscribe","id":"u","topic":"news"}""");
        Assert.Equal("\"u\"", unsubscribe.Id?.Json);
        Assert.Equal("news", unsubscribe.Topic.Value);
    }

    [Theory]
    [InlineData("""{"x": [1, 2]}""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("-1.50")]
    public void Publish_takes_any_JSON_value_as_it_was_written(string data)
    {
        var publish = Read<ClientCommand.Publish>($$"""{"type":"publish","id":2,"topic":"news","data": {{data}} }""");
        Assert.Equal("news", publish.Topic?.Value);
        Assert.Equal(PayloadFormat.Json, publish.Publication.Format);
        Assert.Equal(data, Encoding.UTF8.GetString(publish.Publication.Payload.Span));
    }

    [Fact]
    public void Published_data_is_a_copy_because_the_buffer_is_used_again()
    {
        var buffer = """{"type":"publish","topic":"news","data":42}"""u8.ToArray();
        var publish = Assert.IsType<ClientCommand.Publish>(JsonProtocol.Instance.Read(MessageKind.Text, buffer));
        buffer.AsSpan().Clear();

        Assert.Equal("42"u8, publish.Publication.Payload.Span);
    }

    [Fact]
    public void Publish_may_say_what_it_is_about() =>
        Assert.Equal("EUR/USD", Read<ClientCommand.Publish>("""{"type":"publish","topic":"prices","key":"EUR\/USD","data":1.08}""").Publication.Key);

    [Theory]
    [InlineData("")]
    [InlineData("\"key\":null,")]
    public void A_key_of_null_is_no_key(string key) =>
        Assert.Null(Read<ClientCommand.Publish>($$"""{"type":"publish","topic":"prices",{{key}}"data":1}""").Publication.Key);

    [Theory]
    [InlineData("", true)]
    [InlineData("\"echo\":null,", true)]
    [InlineData("\"echo\":true,", true)]
    [InlineData("\"echo\":false,", false)]
    public void A_publication_comes_back_unless_the_client_wants_no_echo(string echo, bool comesBack) => Assert.Equal(
        comesBack, Read<ClientCommand.Publish>($$"""{"type":"publish","topic":"chat",{{echo}}"data":1}""").IncludesSender);

    [Theory]
    [InlineData("0")]
    [InlineData("\"false\"")]
    public void An_echo_that_is_neither_true_nor_false_is_malformed(string echo) => Assert.Equal(
        "\"echo\" must be true or false: false keeps the publication from this connection",
        Read<ClientCommand.Invalid>($$"""{"type":"publish","id":1,"topic":"chat","echo":{{echo}},"data":1}""").Message);

    [Theory]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0\"")]
    public void A_key_that_is_no_text_of_1_to_128_characters_is_malformed(string key) =>
        Assert.Equal(
            "\"key\" is wrong: a key is one text of 1 to 128 characters",
            Read<ClientCommand.Invalid>($$"""{"type":"publish","id":1,"topic":"prices","key":{{key}},"data":1}""").Message);

    [Fact]
    public void Refresh_brings_a_token() =>
        Assert.Equal("a.b.c", Read<ClientCommand.Refresh>("""{"type":"refresh","token":"a.b.c"}""").Token.Text);

    [Theory]
    [InlineData("""{"type":"refresh","id":1}""")]
    [InlineData("""{"type":"refresh","id":1,"token":7}""")]
    public void Refresh_without_a_token_is_malformed(string json) =>
        Assert.Equal("\"token\" must be a string: the new token", Read<ClientCommand.Invalid>(json).Message);

    [Fact]
    public void Ping_needs_nothing_else() => Assert.Null(Read<ClientCommand.Ping>("""{"type":"ping"}""").Id);

    [Fact]
    public void An_id_of_null_is_no_id() => Assert.Null(Read<ClientCommand.Ping>("""{"type":"ping","id":null}""").Id);

    [Fact]
    public void The_order_of_the_fields_and_unknown_fields_do_not_matter() =>
        Assert.Equal("3", Read<ClientCommand.Ping>("""{"new":{"id":9,"type":"x"},"id":3,"more":[{}],"type":"ping"}""").Id?.Json);

    [Fact]
    public void Of_a_field_that_comes_twice_the_last_counts() =>
        Assert.Equal("2", Read<ClientCommand.Ping>("""{"id":1,"type":"subscribe","type":"ping","id":2}""").Id?.Json);

    [Fact]
    public void Escapes_in_names_and_values_are_understood() =>
        Assert.Equal("ä", Read<ClientCommand.Unsubscribe>("""{"\u0074ype":"unsubscrib\u0065","topic":"\u00e4"}""").Topic.Value);

    [Fact]
    public void Any_bytes_are_a_command_and_never_an_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes => JsonProtocol.Instance.Read(MessageKind.Text, bytes) is not null);

    [Fact]
    public void A_command_with_any_bytes_changed_is_a_command_and_never_an_exception()
    {
        var valid = """{"type":"subscribe","id":"\u00e4","topic":"n\ud83d\ude00","since":{"epoch":"e","offset":12},"data":[{}]}"""u8.ToArray();
        var change = Gen.Select(Gen.Int[0, valid.Length - 1], Gen.Byte);

        Gen.Select(change.Array[1, 4], Gen.Int[0, valid.Length]).Sample((changes, length) =>
        {
            var bytes = valid[..length];
            foreach (var (at, value) in changes.Where(change => change.Item1 < length))
                bytes[at] = value;
            return JsonProtocol.Instance.Read(MessageKind.Text, bytes) is not null;
        });
    }

    private static TCommand Read<TCommand>(string json)
        where TCommand : ClientCommand =>
        Assert.IsType<TCommand>(JsonProtocol.Instance.Read(MessageKind.Text, Encoding.UTF8.GetBytes(json)));
}
