using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WsActors.Benchmarks.Publishing;

/// <summary>One kept-open connection that sends the same requests again and again and only counts the answers.</summary>
internal sealed class PublishingConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _requests;
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly int _inFlight;
    private int _kept;

    public PublishingConnection(int port, int inFlight, int batch)
    {
        _inFlight = inFlight;
        var request = Request(batch);
        _requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, inFlight)));
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends the requests in one go and waits until each is answered with success.</summary>
    public async Task PublishAsync()
    {
        await _socket.SendAsync(_requests);
        for (var answered = 0; answered < _inFlight;)
        {
            var read = await _socket.ReceiveAsync(_received.AsMemory(_kept));
            if (read == 0)
                throw new InvalidOperationException("the server closed the connection");
            answered += CountAnswers(_kept + read);
        }
    }

    public void Dispose() => _socket.Dispose();

    private int CountAnswers(int length)
    {
        var text = _received.AsSpan(0, length);
        if (text.IndexOf("HTTP/1.1 4"u8) >= 0 || text.IndexOf("HTTP/1.1 5"u8) >= 0)
            throw new InvalidOperationException(Encoding.UTF8.GetString(text));

        // Of an answer only its first line is looked for, which the end of a read may cut.
        var head = "HTTP/1.1 200"u8;
        var answers = text.Count(head);
        var behind = answers == 0 ? 0 : text.LastIndexOf(head) + head.Length;
        var rest = text[Math.Max(behind, length - head.Length + 1)..];
        rest.CopyTo(_received);
        _kept = rest.Length;
        return answers;
    }

    private static string Request(int batch)
    {
        var data = $"\"{new string('x', 126)}\"";
        var path = batch == 1 ? "/api/topics/load/messages" : "/api/publish";
        var body = batch == 1
            ? data
            : $$"""{"messages":[{{string.Join(',', Enumerable.Repeat($$"""{"topics":["load"],"data":{{data}}}""", batch))}}]}""";
        return $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }
}
