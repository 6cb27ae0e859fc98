using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Clients;

public sealed class DialectTests
{
    private static readonly TopicPlan TwoTopics = new(topics: 2, perConnection: 1, connections: 2);

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
            Dialect.Of(new Scenario { Mode = ClientMode.Raw, FirstMessage = "join {topic}" }, TwoTopics).Greeting(1));

    [Theory]
    [InlineData("""{"type":"subscribed","id":0}""", MessageMeaning.Subscribed)]
    [InlineData("""{"id":0,"type":"error","code":"x"}""", MessageMeaning.Error)]
    [InlineData("""{"type":"gap","from":1}""", MessageMeaning.Gap)]
    [InlineData("""{"type":"welcome"}""", MessageMeaning.Other)]
    [InlineData("not JSON", MessageMeaning.Other)]
    public void In_json_mode_the_type_says_what_a_message_means(string message, object meaning) =>
        Assert.Equal(meaning, Dialect.Of(new Scenario(), TwoTopics).Judge(System.Text.Encoding.UTF8.GetBytes(message)));
}
