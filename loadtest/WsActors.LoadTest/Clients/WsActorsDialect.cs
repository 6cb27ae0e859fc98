using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary><c>wsactors.v1.json</c>.</summary>
internal sealed class WsActorsDialect(Scenario scenario, TopicPlan plan) : Dialect(scenario, plan)
{
    private readonly TopicPlan _plan = plan;

    public override string? Subprotocol { get; } = scenario.Subprotocol ?? "wsactors.v1.json";

    public override int Acknowledgements(int client) => _plan.SubscriptionsOf(client);

    public override string PathOf(int client) => "/connect";

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
        TopicsOf(client).Select((topic, id) => Text($$"""{"type":"subscribe","id":{{id}},"topic":"{{topic}}"}"""));

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message) => TypeOf(message) switch
    {
        "subscribed" => MessageMeaning.Subscribed,
        "error" => MessageMeaning.Error,
        "gap" => MessageMeaning.Gap,
        _ => MessageMeaning.Other,
    };

    public override AnnouncedGap ReadGap(ReadOnlySpan<byte> message)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(message));
        var gap = json.RootElement;
        return new AnnouncedGap(
            gap.GetProperty("topic").GetString()!, gap.GetProperty("from").GetInt64(), gap.GetProperty("to").GetInt64(), gap.GetProperty("reason").GetString()!);
    }

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
