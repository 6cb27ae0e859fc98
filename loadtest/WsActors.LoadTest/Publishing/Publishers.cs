using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Publishing;

/// <summary>The scheme of the publishing address says what is spoken there.</summary>
internal static class Publishers
{
    public static IPublisher Of(Scenario scenario)
    {
        if (scenario.PublishUrl is not { } address)
            return new PublishingClient(scenario);

        var url = new Uri(address.Replace("{topic}", "topic", StringComparison.Ordinal));
        return url.Scheme switch
        {
            "mqtt" => new WirePublisher(url, MqttPackets.Connect(MqttPackets.AnyClient), answer: [MqttPackets.ConnectAnswer, 2, 0, 0], MqttPackets.Publish),
            "nats" => new WirePublisher(url, [.. NatsLines.Connect, .. NatsLines.Ping], NatsLines.Pong, NatsLines.Publish),
            "ws" => new WebSocketPublisher(scenario, url),
            _ => new PublishingClient(scenario),
        };
    }
}
