using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>MQTT 3.1.1 over WebSocket: CONNECT, one SUBSCRIBE for each topic, all at quality of service 0.</summary>
internal sealed class MqttDialect(Scenario scenario, TopicPlan plan) : Dialect(scenario, plan)
{
    private readonly string _path = new Uri(scenario.Url).AbsolutePath;
    private readonly int _topics = plan.PerConnection;

    public override string? Subprotocol { get; } = scenario.Subprotocol ?? "mqtt";

    /// <summary>CONNACK, and a SUBACK for each topic.</summary>
    public override int Acknowledgements(int client) => 1 + _topics;

    public override string PathOf(int client) => _path;

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
        TopicsOf(client)
            .Select((topic, slot) => MqttPackets.Subscribe((ushort)(slot + 1), topic))
            .Prepend(MqttPackets.Connect(MqttPackets.AnyClient))
            .Select(packet => (FrameKind.Binary, packet));

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message) => message switch
    {
        [MqttPackets.ConnectAnswer, _, _, 0] => MessageMeaning.Subscribed,
        [MqttPackets.SubscribeAnswer, _, _, _, 0] => MessageMeaning.Subscribed,
        [MqttPackets.ConnectAnswer or MqttPackets.SubscribeAnswer, ..] => MessageMeaning.Error,
        _ => MessageMeaning.Other,
    };
}
