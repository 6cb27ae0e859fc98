using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push.Json;

/// <summary>Everything that can be wrong with a command, its code, and a message that says what is allowed.</summary>
public sealed class MalformedCommandTests
{
    private const string AnObject = "send one JSON object such as {\"type\":\"ping\"}";

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"subscribe\"")]
    public void A_value_that_is_no_object_is_malformed(string json) =>
        AssertMalformed(json, $"the message is not a JSON object: {AnObject}");

    [Theory]
    [InlineData("", 1)]
    [InlineData("hello", 1)]
    [InlineData("{\"type\":\"ping\"", 15)]
    [InlineData("{\"type\":\"ping\"} x", 17)]
    [InlineData("{\"type\":\"ping\",}", 16)]
    [InlineData("{'type':'ping'}", 2)]
    public void What_is_no_JSON_is_malformed_and_the_place_is_named(string json, int at) =>
        AssertMalformed(json, $"the message is not JSON nested at most 67 deep, wrong at line 1, byte {at}: {AnObject}");

    [Fact]
    public void JSON_that_nests_too_deep_is_malformed() =>
        Assert.Contains(
            "\"data\" nests deeper than 64",
            Invalid($$"""{"type":"publish","topic":"a","data":{{new string('[', 65)}}{{new string(']', 65)}}}""").Message,
            StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_malformed()
    {
        byte[] json = [.. "{\"type\":\""u8, 0xFF, .. "\"}"u8];
        var invalid = Assert.IsType<ClientCommand.Invalid>(JsonProtocol.Instance.Read(MessageKind.Text, json));
        Assert.Equal($"the message is not valid UTF-8: {AnObject}", invalid.Message);
    }

    [Fact]
    public void A_field_name_with_half_a_surrogate_pair_is_malformed() =>
        AssertMalformed("""{"\ud83d":1,"type":"ping"}""", $"a field name is not valid Unicode: {AnObject}");

    [Fact]
    public void A_binary_message_is_malformed()
    {
        var invalid = Assert.IsType<ClientCommand.Invalid>(JsonProtocol.Instance.Read(MessageKind.Binary, "{}"u8));
        Assert.Equal(
            (ErrorCode.MalformedCommand, "a binary message is not allowed: send JSON in a text message"), (invalid.Code, invalid.Message));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("\"-1\"")]
    [InlineData("\"9223372036854775808\"")]
    [InlineData("\"\\ud83d\"")]
    public void A_cursor_that_nobody_gave_out_is_malformed(string cursor) => AssertMalformed(
        $$"""{"type":"presence","topic":"a","cursor":{{cursor}}}""",
        "\"cursor\" must be the cursor of the answer before, a string, or be left out");

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"1234567890123456789012345678901234567890123456789012345678901234\"")]
    public void An_id_that_is_none_is_malformed(string id) => AssertMalformed(
        $$"""{"type":"ping","id":{{id}}}""", "\"id\" must be a number or a string of at most 64 characters");

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"type\":1}")]
    [InlineData("{\"type\":null}")]
    [InlineData("{\"type\":\"\\ud83d\"}")]
    public void A_type_that_is_no_string_is_malformed_and_the_types_are_named(string json) =>
        AssertMalformed(json, "\"type\" must be a string: subscribe, unsubscribe, publish, history, presence, refresh and ping are allowed");

    [Fact]
    public void A_type_that_is_unknown_has_its_own_code_and_the_types_are_named() => AssertInvalid(
        """{"type":"Subscribe"}""",
        ErrorCode.UnknownCommand,
        "the type \"Subscribe\" is unknown: subscribe, unsubscribe, publish, history, presence, refresh and ping are allowed");

    [Fact]
    public void A_long_type_is_cut_before_it_is_named() =>
        Assert.StartsWith($"the type \"{new string('x', 32)}…\" is", Invalid($$"""{"type":"{{new string('x', 33)}}"}""").Message, StringComparison.Ordinal);

    [Fact]
    public void A_long_type_is_never_cut_within_a_surrogate_pair() =>
        Assert.StartsWith($"the type \"{new string('x', 31)}…\" is", Invalid($$"""{"type":"{{new string('x', 31)}}😀"}""").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("subscribe")]
    [InlineData("unsubscribe")]
    [InlineData("publish")]
    [InlineData("history")]
    public void A_command_without_a_topic_is_malformed(string type)
    {
        AssertMalformed($$"""{"type":"{{type}}","data":1}""", "\"topic\" must be a string: the topic's name");
        AssertMalformed($$"""{"type":"{{type}}","topic":1}""", "\"topic\" must be a string: the topic's name");
        AssertMalformed($$"""{"type":"{{type}}","topic":"\ude00"}""", "\"topic\" must be a string: the topic's name");
    }

    [Theory]
    [InlineData("subscribe")]
    [InlineData("unsubscribe")]
    [InlineData("publish")]
    [InlineData("history")]
    public void A_topic_name_that_breaks_a_rule_has_its_own_code(string type)
    {
        AssertInvalid(
            $$"""{"type":"{{type}}","topic":""}""", ErrorCode.InvalidTopic, "a topic name is empty: 1 to 255 bytes are allowed");
        AssertInvalid(
            $$"""{"type":"{{type}}","topic":"a\u0007"}""",
            ErrorCode.InvalidTopic,
            "a topic name holds a control character: use printable characters");
    }

    [Fact]
    public void Publish_without_data_is_malformed() =>
        AssertMalformed("""{"type":"publish","topic":"a"}""", "\"data\" is missing: any JSON value is allowed");

    [Theory]
    [InlineData("1", "\"since\" must be an object: {\"epoch\": string, \"offset\": number}")]
    [InlineData("[]", "\"since\" must be an object: {\"epoch\": string, \"offset\": number}")]
    [InlineData("{\"offset\":1}", "\"since.epoch\" must be a string: the epoch that the last \"subscribed\" named")]
    [InlineData("{\"epoch\":1}", "\"since.epoch\" must be a string: the epoch that the last \"subscribed\" named")]
    [InlineData("{\"epoch\":\"e\"}", "\"since.offset\" must be a whole number: the offset of the last message seen")]
    [InlineData("{\"epoch\":\"e\",\"offset\":1.5}", "\"since.offset\" must be a whole number: the offset of the last message seen")]
    [InlineData("{\"epoch\":\"e\",\"offset\":\"1\"}", "\"since.offset\" must be a whole number: the offset of the last message seen")]
    [InlineData("{\"epoch\":\"e\",\"offset\":9223372036854775808}", "\"since.offset\" must be a whole number: the offset of the last message seen")]
    [InlineData("{\"epoch\":\"e\",\"offset\":-1}", "\"since\" is wrong: the offset is -1: 0 or more is allowed")]
    [InlineData("{\"epoch\":\"\",\"offset\":1}", "\"since\" is wrong: the epoch is 0 characters: 1 to 64 are allowed")]
    public void A_position_that_is_none_is_malformed(string since, string message) =>
        AssertMalformed($$"""{"type":"subscribe","topic":"a","since":{{since}}}""", message);

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("1.5")]
    [InlineData("\"9\"")]
    public void A_limit_that_is_none_is_malformed(string limit) => AssertMalformed(
        $$"""{"type":"history","topic":"a","limit":{{limit}}}""", "\"limit\" must be a whole number from 1 to 1000");

    [Theory]
    [InlineData("""{"id":7,"type":"nonsense"}""")]
    [InlineData("""{"type":"subscribe","topic":1,"id":7}""")]
    [InlineData("""{"id":7,"type":"ping","topic":tru}""")]
    public void An_error_carries_the_requests_id_where_it_can_be_read(string json) => Assert.Equal("7", Invalid(json).Id?.Json);

    private static void AssertMalformed(string json, string message) => AssertInvalid(json, ErrorCode.MalformedCommand, message);

    private static void AssertInvalid(string json, string code, string message)
    {
        var invalid = Invalid(json);
        Assert.Equal((code, message), (invalid.Code, invalid.Message));
    }

    private static ClientCommand.Invalid Invalid(string json) =>
        Assert.IsType<ClientCommand.Invalid>(JsonProtocol.Instance.Read(MessageKind.Text, Encoding.UTF8.GetBytes(json)));
}
