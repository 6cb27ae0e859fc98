using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>Clients of <c>wsactors.v1.json</c> with two topics each: that of all clients, and that of a group.</summary>
/// <param name="scenario">The load.</param>
/// <param name="plan">Without topics.</param>
/// <param name="first">The number of the first client among those of all processes.</param>
/// <param name="groups">How many there are; clients are given to them in turn.</param>
internal sealed class CrowdDialect(Scenario scenario, TopicPlan plan, int first, int groups) : Dialect(scenario, plan)
{
    public override string? Subprotocol { get; } = "wsactors.v1.json";

    public override int Acknowledgements(int client) => 2;

    public override string PathOf(int client) => "/connect";

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
    [
        Text($$"""{"type":"subscribe","id":0,"topic":"{{CrowdTopics.All}}"}"""),
        Text($$"""{"type":"subscribe","id":1,"topic":"{{CrowdTopics.OfGroup((first + client) % groups)}}"}"""),
    ];

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"subscribed\""u8))
            return MessageMeaning.Subscribed;

        if (!message.StartsWith("{\"type\":\"error\""u8))
            return MessageMeaning.Other;

        return message.IndexOf("try_again_later"u8) >= 0 ? MessageMeaning.TryAgain : MessageMeaning.Error;
    }

    // The answer begins with its fields; only the id is needed.
    public override int RefusedSlot(int client, ReadOnlySpan<byte> message) =>
        Encoding.UTF8.GetString(message).Contains("\"id\":1", StringComparison.Ordinal) ? 1 : 0;
}
