using System.Net.Sockets;

namespace WsActors.LoadTest.Publishing;

/// <summary>
/// Publishes over TCP in a broker's own protocol. The broker answers no publication: that it took them is seen by the
/// deliveries.
/// </summary>
internal sealed class WirePublisher : IPublisher
{
    // One write for all of them, as a client library does that gathers what is published in one turn.
    private const int MaxMessages = 500;

    private readonly Uri _url;
    private readonly byte[] _hello;
    private readonly byte[] _answer;
    private readonly PacketOf _packetOf;
    private readonly TcpClient _connection = new() { NoDelay = true };
    private NetworkStream? _stream;

    /// <param name="url">Host and port.</param>
    /// <param name="hello">What a client says first.</param>
    /// <param name="answer">How what the server says to that must end.</param>
    /// <param name="packetOf">A publication's bytes, from its topic and its payload.</param>
    public WirePublisher(Uri url, byte[] hello, ReadOnlySpan<byte> answer, PacketOf packetOf)
    {
        _url = url;
        _hello = hello;
        _answer = answer.ToArray();
        _packetOf = packetOf;
    }

    /// <summary>Makes a publication's bytes.</summary>
    public delegate byte[] PacketOf(string topic, ReadOnlySpan<byte> payload);

    public int MaxBatch => MaxMessages;

    public int?[] Publish(IReadOnlyList<(string Topic, byte[] Payload)> messages)
    {
        _stream ??= Connect();
        _stream.Write(messages.SelectMany(message => _packetOf(message.Topic, message.Payload)).ToArray());
        return new int?[messages.Count];
    }

    public void Dispose() => _connection.Dispose();

    private NetworkStream Connect()
    {
        _connection.Connect(_url.Host, _url.Port);
        var stream = _connection.GetStream();
        stream.Write(_hello);
        var (buffer, read) = (new byte[4096], 0);
        while (!buffer.AsSpan(0, read).EndsWith(_answer))
        {
            if (read == buffer.Length || stream.Read(buffer.AsSpan(read)) is not (var more and > 0))
                throw new IOException($"publishing to {_url}: the server did not take the publisher in");
            read += more;
        }

        return stream;
    }
}
