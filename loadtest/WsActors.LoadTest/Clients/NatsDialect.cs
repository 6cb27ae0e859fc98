using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>NATS' own protocol in WebSocket messages; the PONG says that the subscriptions before it stand.</summary>
internal sealed class NatsDialect(Scenario scenario, TopicPlan plan) : Dialect(scenario, plan)
{
    public override int Acknowledgements(int client) => 1;

    public override bool PacksPublications => true;

    public override string PathOf(int client) => "/";

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
        [(FrameKind.Binary, [.. NatsLines.Connect, .. TopicsOf(client).SelectMany(NatsLines.Subscribe), .. NatsLines.Ping])];

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message)
    {
        if (message.IndexOf(NatsLines.Error) >= 0)
            return MessageMeaning.Error;

        return message.IndexOf(NatsLines.Pong) >= 0 ? MessageMeaning.Subscribed : MessageMeaning.Other;
    }
}
