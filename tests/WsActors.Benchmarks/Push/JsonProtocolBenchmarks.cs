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

    private readonly JsonProtocol _protocol = JsonProtocol.Instance;
    private readonly ServerEvent _json = new ServerEvent.Message(TopicName.Parse("prices.eur"), Json("""{"bid":1.0812,"ask":1.0814,"at":1732428000}"""), new TopicPosition("e", 42));
    private readonly ServerEvent _text = new ServerEvent.Message(TopicName.Parse("log"), Text(new string('x', 200)), null);

    [Benchmark]
    public ClientCommand ReadPing() => _protocol.Read(MessageKind.Text, Ping);

    [Benchmark]
    public ClientCommand ReadSubscribe() => _protocol.Read(MessageKind.Text, Subscribe);

    [Benchmark]
    public ClientCommand ReadPublish() => _protocol.Read(MessageKind.Text, Publish);

    [Benchmark]
    public byte[]? WriteJsonMessage() => _protocol.Write(_json);

    [Benchmark]
    public byte[]? WriteTextMessage() => _protocol.Write(_text);

    private static Publication Json(string json) =>
        Publication.TryParseJson(Encoding.UTF8.GetBytes(json), out var publication, out var fault) ? publication : throw new ArgumentException(fault);

    private static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault) ? publication : throw new ArgumentException(fault);
}
