using System.Globalization;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>SignalR's JSON protocol without negotiation; the hub has a method Subscribe that takes a topic.</summary>
internal sealed class SignalRDialect(Scenario scenario, TopicPlan plan) : Dialect(scenario, plan)
{
    // Every record ends with it.
    private const char RecordSeparator = '\u001e';

    private readonly string _path = new Uri(scenario.Url).AbsolutePath;
    private readonly int _topics = plan.PerConnection;

    public override int Acknowledgements(int client) => _topics;

    public override bool PacksPublications => true;

    public override string PathOf(int client) => _path;

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
        TopicsOf(client)
            .Select((topic, id) => string.Create(
                CultureInfo.InvariantCulture, $$"""{"type":1,"invocationId":"{{id}}","target":"Subscribe","arguments":["{{topic}}"]}{{RecordSeparator}}"""))
            .Prepend($$"""{"protocol":"json","version":1}{{RecordSeparator}}""")
            .Select(Text);

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"error\""u8) >= 0)
            return MessageMeaning.Error;

        return message.IndexOf("\"type\":3"u8) >= 0 ? MessageMeaning.Subscribed : MessageMeaning.Other;
    }
}
