using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Publishing;

/// <summary>Publishes over a WebSocket as a back end, with an API key: one message, or a batch that has one answer.</summary>
internal sealed class WebSocketPublisher(Scenario scenario, Uri url) : IPublisher
{
    // Below the server's defaults of 1,000 messages and 64 KiB, with room for the names around the payloads.
    private const int MaxMessages = 500;
    private const int MaxBytes = 32 * 1024;
    private const int BufferBytes = 256 * 1024;

    private readonly TcpClient _connection = new() { NoDelay = true, ReceiveTimeout = (int)scenario.Timeout.TotalMilliseconds };
    private byte[] _buffer = new byte[BufferBytes];
    private NetworkStream? _stream;
    private int _read;
    private int _id;

    public int MaxBatch => Math.Clamp(MaxBytes / (scenario.Payload + 64), 1, MaxMessages);

    public int?[] Publish(IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        _stream ??= Connect();
        var id = ++_id;
        _stream.Write(ClientFrames.Text(Encoding.UTF8.GetBytes(RequestOf(id, messages))));
        while (true)
        {
            using var json = JsonDocument.Parse(NextMessage());
            if (json.RootElement.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
                return SubscribersIn(json.RootElement, messages.Count);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static string RequestOf(int id, IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        if (messages is [var single])
            return $"{{\"type\":\"publish\",\"id\":{id},{FieldsOf(single)}}}";

        return $"{{\"type\":\"publish\",\"id\":{id},\"messages\":[{string.Join(',', messages.Select(message => $"{{{FieldsOf(message)}}}"))}]}}";
    }

    private static string FieldsOf((string Topic, byte[] Payload) message) =>
        $"\"topic\":\"{message.Topic}\",\"data\":{Encoding.UTF8.GetString(message.Payload)}";

    private static int?[] SubscribersIn(JsonElement answer, int count)
    {
        if (answer.GetProperty("type").GetString() != "published")
            throw new HttpRequestException($"publishing was answered with {answer.GetRawText()}");

        return answer.TryGetProperty("results", out var results)
            ? [.. results.EnumerateArray().Select(result => SubscribersIn(result))]
            : [.. Enumerable.Repeat(SubscribersIn(answer), count)];
    }

    private static int? SubscribersIn(JsonElement result) =>
        result.TryGetProperty("subscribers", out var subscribers) ? subscribers.GetInt32() : null;

    private NetworkStream Connect()
    {
        _connection.Connect(url.Host, url.Port);
        var stream = _connection.GetStream();
        var key = OpeningHandshake.Key(client: 0, attempt: 0);
        var request = Encoding.ASCII.GetString(OpeningHandshake.Request(url.Authority, url.PathAndQuery, key, subprotocol: null, CompressionOffer.None));
        stream.Write(Encoding.ASCII.GetBytes($"{request[..^2]}X-API-Key: {scenario.ApiKey}\r\n\r\n"));
        while (true)
        {
            Receive(stream);
            var answer = OpeningHandshake.Read(_buffer.AsSpan(0, _read), key, subprotocol: null, CompressionOffer.None);
            if (answer.Fault is { } fault)
                throw new IOException($"publishing to {url}: {fault}");
            if (!answer.IsAccepted)
                continue;

            Drop(answer.HeadLength);
            return stream;
        }
    }

    // The next text; a ping is answered.
    private byte[] NextMessage()
    {
        while (true)
        {
            var size = ServerFrames.Read(_buffer.AsSpan(0, _read), mayBeCompressed: false, out var frame, out var fault);
            if (size < 0 || frame.Kind == FrameKind.Close)
                throw new IOException(fault ?? "the server closed a publisher's connection");
            if (size == 0)
            {
                Receive(_stream!);
                continue;
            }

            var payload = frame.Payload.ToArray();
            var kind = frame.Kind;
            Drop(size);
            if (kind == FrameKind.Text)
                return payload;
            if (kind == FrameKind.Ping)
                _stream!.Write(ClientFrames.Frame(FrameKind.Pong, payload));
        }
    }

    private void Receive(NetworkStream stream)
    {
        if (_read == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var received = stream.Read(_buffer.AsSpan(_read));
        _read += received > 0 ? received : throw new IOException("the server closed a publisher's connection");
    }

    private void Drop(int bytes)
    {
        _buffer.AsSpan(bytes, _read - bytes).CopyTo(_buffer);
        _read -= bytes;
    }
}
