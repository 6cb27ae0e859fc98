using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Clients;

public sealed class DialectTests
{
    private static readonly TopicPlan TwoTopics = new(topics: 2, perConnection: 1, connections: 2);
    private static readonly TopicPlan BothTopics = new(topics: 2, perConnection: 2, connections: 2);

    [Theory]
    [InlineData("ws://127.0.0.1/any/{topic}", "/any/load.1")]
    [InlineData("ws://127.0.0.1/any?name={topic}", "/any?name=load.1")]
    [InlineData("ws://127.0.0.1", "/")]
    public void In_raw_mode_the_URLs_path_is_kept_and_names_the_clients_topic(string url, string path) =>
        Assert.Equal(path, Dialect.Of(new Scenario { Mode = ClientMode.Raw, Url = url }, TwoTopics).PathOf(1));

    [Fact]
    public void In_raw_mode_the_first_message_names_the_clients_topic() =>
        Assert.Equal(
            ["join load.1"],
            Dialect.Of(new Scenario { Mode = ClientMode.Raw, FirstMessage = "join {topic}" }, TwoTopics).Greeting(1).Select(Text));

    [Theory]
    [InlineData("""{"type":"subscribed","id":0}""", MessageMeaning.Subscribed)]
    [InlineData("""{"id":0,"type":"error","code":"x"}""", MessageMeaning.Error)]
    [InlineData("""{"type":"gap","from":1}""", MessageMeaning.Gap)]
    [InlineData("""{"type":"welcome"}""", MessageMeaning.Other)]
    [InlineData("not JSON", MessageMeaning.Other)]
    public void In_json_mode_the_type_says_what_a_message_means(string message, object meaning) =>
        Assert.Equal(meaning, Dialect.Of(new Scenario(), TwoTopics).Judge(0, System.Text.Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void In_raw_mode_a_first_message_with_a_topic_is_sent_for_each_topic_and_each_answer_is_awaited()
    {
        var dialect = Dialect.Of(new Scenario { Mode = ClientMode.Raw, FirstMessage = "join {topic}", Answer = "joined" }, BothTopics);

        Assert.Equal(["join load.0", "join load.1"], dialect.Greeting(0).Select(Text));
        Assert.Equal(2, dialect.Acknowledgements(0));
        Assert.Equal(MessageMeaning.Subscribed, dialect.Judge(0, "you joined load.0"u8));
    }

    [Theory]
    [InlineData(new byte[] { 0x20, 2, 0, 0 }, MessageMeaning.Subscribed)]
    [InlineData(new byte[] { 0x20, 2, 0, 5 }, MessageMeaning.Error)]
    [InlineData(new byte[] { 0x90, 3, 0, 1, 0 }, MessageMeaning.Subscribed)]
    [InlineData(new byte[] { 0x90, 3, 0, 1, 0x80 }, MessageMeaning.Error)]
    [InlineData(new byte[] { 0xD0, 0 }, MessageMeaning.Other)]
    public void In_MQTT_mode_the_first_byte_and_the_code_say_what_a_packet_means(byte[] packet, object meaning) =>
        Assert.Equal(meaning, Dialect.Of(new Scenario { Mode = ClientMode.Mqtt }, TwoTopics).Judge(0, packet));

    [Theory]
    [InlineData("INFO {}\r\n", MessageMeaning.Other)]
    [InlineData("INFO {}\r\nPONG\r\n", MessageMeaning.Subscribed)]
    [InlineData("-ERR 'Authorization Violation'\r\n", MessageMeaning.Error)]
    public void In_NATS_mode_a_PONG_says_that_the_subscriptions_stand(string message, object meaning) =>
        Assert.Equal(meaning, Dialect.Of(new Scenario { Mode = ClientMode.Nats }, TwoTopics).Judge(0, System.Text.Encoding.UTF8.GetBytes(message)));

    [Theory]
    [InlineData("{}\u001e", MessageMeaning.Other)]
    [InlineData("{\"type\":3,\"invocationId\":\"0\",\"result\":null}\u001e", MessageMeaning.Subscribed)]
    [InlineData("{\"type\":3,\"invocationId\":\"0\",\"error\":\"no such method\"}\u001e", MessageMeaning.Error)]
    [InlineData("{\"type\":6}\u001e", MessageMeaning.Other)]
    public void In_SignalR_mode_the_end_of_an_invocation_is_its_answer(string message, object meaning) =>
        Assert.Equal(meaning, Dialect.Of(new Scenario { Mode = ClientMode.SignalR }, TwoTopics).Judge(0, System.Text.Encoding.UTF8.GetBytes(message)));

    private static string Text((WsActors.LoadTest.Wire.FrameKind Kind, byte[] Payload) message) => System.Text.Encoding.UTF8.GetString(message.Payload);
}
