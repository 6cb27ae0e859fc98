using System.Net;
using System.Net.Sockets;
using System.Text;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Publishing;

/// <summary>Against a listener by hand: how many connections there are, and what happens when nothing answers.</summary>
public sealed class BlockingHttpTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public BlockingHttpTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Publications_go_one_after_the_other_over_one_connection()
    {
        using var publisher = new PublishingClient(new Scenario { Admin = $"http://127.0.0.1:{Port}" });
        var published = Task.Run(() => (publisher.Publish([("a", "1"u8.ToArray())]), publisher.Publish([("b", "2"u8.ToArray())])));

        using var connection = await _listener.AcceptTcpClientAsync();
        Assert.StartsWith("POST /api/topics/a/messages HTTP/1.1\r\n", await AnswerAsync(connection, """{"subscribers":3}"""), StringComparison.Ordinal);
        Assert.StartsWith("POST /api/topics/b/messages HTTP/1.1\r\n", await AnswerAsync(connection, """{"subscribers":0}"""), StringComparison.Ordinal);
        var (first, second) = await published;
        Assert.Equal(((int?)3, (int?)0), (Assert.Single(first), Assert.Single(second)));
        Assert.False(_listener.Pending());
    }

    [Fact]
    public void A_server_that_is_not_there_is_named()
    {
        var port = Port;
        _listener.Stop();
        using var publisher = new PublishingClient(new Scenario { Admin = $"http://127.0.0.1:{port}" });
        var fault = Assert.Throws<HttpRequestException>(() => publisher.Publish([("a", "1"u8.ToArray())]));
        Assert.Contains($"127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_ends_the_publishing_when_the_time_is_up()
    {
        using var publisher = new PublishingClient(new Scenario { Admin = $"http://127.0.0.1:{Port}", Timeout = TimeSpan.FromMilliseconds(50) });
        await Assert.ThrowsAsync<TaskCanceledException>(() => Task.Run(() => publisher.Publish([("a", "1"u8.ToArray())])));
    }

    private static async Task<string> AnswerAsync(TcpClient connection, string body)
    {
        var (stream, buffer, read) = (connection.GetStream(), new byte[4096], 0);
        while (!Encoding.ASCII.GetString(buffer, 0, read).Contains("\r\n\r\n", StringComparison.Ordinal) || buffer[read - 1] is not ((byte)'1' or (byte)'2'))
            read += await stream.ReadAsync(buffer.AsMemory(read)) is var more and > 0 ? more : throw new EndOfStreamException();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
