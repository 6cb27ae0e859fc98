using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Clients;

/// <summary>What the clients say and understand beside plain WebSocket.</summary>
internal sealed class Dialect(Scenario scenario, TopicPlan plan)
{
    // Uri escapes the brackets of {topic}.
    private readonly string _path = new Uri(scenario.Url).PathAndQuery.Replace("%7Btopic%7D", "{topic}", StringComparison.Ordinal);

    public string? Subprotocol { get; } = scenario.Subprotocol ?? (scenario.Mode == ClientMode.Json ? "wsactors.v1.json" : null);

    /// <summary>Answers to await before a client is ready.</summary>
    public int Acknowledgements => scenario.Mode == ClientMode.Json ? plan.PerConnection : 0;

    /// <summary>Whether each delivery names its topic beside the payload.</summary>
    public bool NamesTopics => scenario.Mode == ClientMode.Json;

    public string PathOf(int client) => scenario.Mode switch
    {
        ClientMode.Json => "/connect",
        ClientMode.Plain => $"/topics/{plan.Names[plan.TopicOf(client, 0)]}",
        ClientMode.Echo => "/echo",
        _ => WithTopic(_path, client),
    };

    /// <summary>What to send as soon as the handshake is done.</summary>
    public IEnumerable<string> Greeting(int client)
    {
        if (scenario.Mode == ClientMode.Json)
            return Enumerable.Range(0, plan.PerConnection)
                .Select(slot => $$"""{"type":"subscribe","id":{{slot}},"topic":"{{plan.Names[plan.TopicOf(client, slot)]}}"}""");

        return scenario is { Mode: ClientMode.Raw, FirstMessage: { } first } ? [WithTopic(first, client)] : [];
    }

    public MessageMeaning Judge(ReadOnlySpan<byte> message)
    {
        if (scenario.Mode != ClientMode.Json)
            return MessageMeaning.Other;

        return TypeOf(message) switch
        {
            "subscribed" => MessageMeaning.Subscribed,
            "error" => MessageMeaning.Error,
            "gap" => MessageMeaning.Gap,
            _ => MessageMeaning.Other,
        };
    }

    private string WithTopic(string text, int client) =>
        plan.Topics == 0 ? text : text.Replace("{topic}", plan.Names[plan.TopicOf(client, 0)], StringComparison.Ordinal);

    private static string? TypeOf(ReadOnlySpan<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(message));
            return json.RootElement.TryGetProperty("type", out var type) ? type.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
