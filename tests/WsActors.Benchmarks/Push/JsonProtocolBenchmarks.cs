using System.Text;
using BenchmarkDotNet.Attributes;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Benchmarks.Push;

/// <summary>Commands in, events out. A command allocates what outlives it; an event its frame.</summary>
[MemoryDiagnoser]
public class JsonProtocolBenchmarks
{
    private static readonly byte[] Ping = """{"type":"ping","id":7}"""u8.ToArray();
    private static readonly byte[] Subscribe = """{"type":"subscribe","id":7,"topic":"prices.eur","since":{"epoch":"0a1b2c3d4e5f","offset":41}}"""u8.ToArray();
    private static readonly byte[] Publish = """{"type":"publish","id":7,"topic":"chat.lobby","data":{"from":"ann","text":"hello everybody"}}"""u8.ToArray();

    private readonly ClientEncoding _encoding = new(JsonProtocol.Instance, WebSocketCarrier.Instance);
    private readonly ServerEvent _json = new ServerEvent.Message(TopicName.Parse("prices.eur"), Json("""{"bid":1.0812,"ask":1.0814,"at":1732428000}"""), new TopicPosition("e", 42));
    private readonly ServerEvent _text = new ServerEvent.Message(TopicName.Parse("log"), Text(new string('x', 200)), null);

    [Benchmark]
    public ClientCommand ReadPing() => Read(Ping);

    [Benchmark]
    public ClientCommand ReadSubscribe() => Read(Subscribe);

    [Benchmark]
    public ClientCommand ReadPublish() => Read(Publish);

    [Benchmark]
    public byte[]? WriteJsonMessage() => _encoding.Encode(_json);

    [Benchmark]
    public byte[]? WriteTextMessage() => _encoding.Encode(_text);

    private ClientCommand Read(byte[] payload)
    {
        var commands = default(ClientCommands);
        _encoding.Protocol.Read(MessageKind.Text, payload, ref commands);
        return commands[0];
    }

    private static Publication Json(string json) =>
        Publication.TryParseJson(Encoding.UTF8.GetBytes(json), out var publication, out var fault) ? publication : throw new ArgumentException(fault);

    private static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault) ? publication : throw new ArgumentException(fault);
}
