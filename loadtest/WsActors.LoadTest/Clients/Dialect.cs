using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>What the clients say and understand beside plain WebSocket.</summary>
internal abstract class Dialect(Scenario scenario, TopicPlan plan)
{
    /// <summary>What to ask for in Sec-WebSocket-Protocol.</summary>
    public virtual string? Subprotocol { get; } = scenario.Subprotocol;

    /// <summary>Answers to await before a client is ready.</summary>
    public virtual int Acknowledgements(int client) => 0;

    /// <summary>Whether one WebSocket message can hold several publications.</summary>
    public virtual bool PacksPublications => false;

    public static Dialect Of(Scenario scenario, TopicPlan plan) => scenario.Mode switch
    {
        ClientMode.Json => new WsActorsDialect(scenario, plan),
        ClientMode.Mqtt => new MqttDialect(scenario, plan),
        ClientMode.Nats => new NatsDialect(scenario, plan),
        ClientMode.SignalR => new SignalRDialect(scenario, plan),
        _ => new RawDialect(scenario, plan),
    };

    public abstract string PathOf(int client);

    /// <summary>What to send as soon as the handshake is done.</summary>
    public abstract IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client);

    /// <summary>What a message without a publication says.</summary>
    public abstract MessageMeaning Judge(int client, ReadOnlySpan<byte> message);

    /// <summary>A message that <see cref="Judge"/> called a gap.</summary>
    public virtual AnnouncedGap ReadGap(ReadOnlySpan<byte> message) => default;

    /// <summary>The index of the client's subscription that the server has refused for the moment, with a message that <see cref="Judge"/> called so; -1 for none.</summary>
    public virtual int RefusedSlot(int client, ReadOnlySpan<byte> message) => -1;

    /// <summary>When the server has asked a client to return, in ticks of <see cref="System.Diagnostics.Stopwatch"/>; 0: at once. Asking for it forgets it.</summary>
    public virtual long TakeReturn(int client) => 0;

    protected IEnumerable<string> TopicsOf(int client) =>
        Enumerable.Range(0, plan.SubscriptionsOf(client)).Select(slot => plan.Names[plan.TopicOf(client, slot)]);

    protected static (FrameKind Kind, byte[] Payload) Text(string text) => (FrameKind.Text, Encoding.UTF8.GetBytes(text));
}
