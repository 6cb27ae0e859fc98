using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>Servers that are told their topic in the path, or in a text message that the scenario gives; and echoes.</summary>
internal sealed class RawDialect(Scenario scenario, TopicPlan plan) : Dialect(scenario, plan)
{
    // Uri escapes the brackets of {topic}.
    private readonly string _path = new Uri(scenario.Url).PathAndQuery.Replace("%7Btopic%7D", "{topic}", StringComparison.Ordinal);
    private readonly string? _firstMessage = scenario.Mode == ClientMode.Raw ? scenario.FirstMessage : null;
    private readonly byte[] _answer = Encoding.UTF8.GetBytes(scenario.Answer ?? "");
    private readonly ClientMode _mode = scenario.Mode;
    private readonly int _topics = plan.PerConnection;

    public override int Acknowledgements(int client) => _firstMessage is null || _answer.Length == 0 ? 0 : FirstMessages(0).Count();

    public override string PathOf(int client) => _mode switch
    {
        ClientMode.Plain => $"/topics/{TopicsOf(client).First()}",
        ClientMode.Echo => "/echo",
        _ => FillIn(_path, client).First(),
    };

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) => FirstMessages(client).Select(Text);

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message) =>
        _answer.Length > 0 && message.IndexOf(_answer) >= 0 ? MessageMeaning.Subscribed : MessageMeaning.Other;

    private IEnumerable<string> FirstMessages(int client) => _firstMessage is null ? [] : FillIn(_firstMessage, client);

    // Once for each topic if it names one.
    private IEnumerable<string> FillIn(string text, int client) =>
        _topics > 0 && text.Contains("{topic}", StringComparison.Ordinal)
            ? TopicsOf(client).Select(topic => text.Replace("{topic}", topic, StringComparison.Ordinal))
            : [text];
}
