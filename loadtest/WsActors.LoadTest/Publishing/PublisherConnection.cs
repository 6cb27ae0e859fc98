using WsActors.LoadTest.Network;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Publishing;

/// <summary>One publisher: an HTTP connection with some requests under way, answered in their order (RFC 9112 §9.3.2).</summary>
internal sealed class PublisherConnection(ClientSocket socket)
{
    private readonly Queue<long> _begun = new();
    private byte[] _rest = [];
    private byte[] _unsent = [];

    /// <summary>Receives an answer with its status, and when its request began.</summary>
    public delegate void OnAnswer(int status, ReadOnlySpan<byte> answer, long begunAt);

    public ClientSocket Socket => socket;

    public int UnderWay => _begun.Count;

    /// <summary>Whether the kernel took everything.</summary>
    public bool IsSent => _unsent.Length == 0;

    /// <summary>Begins one more request.</summary>
    public void Publish(byte[] request, long now)
    {
        _begun.Enqueue(now);
        if (IsSent)
            Send(request);
        else
            _unsent = [.. _unsent, .. request];
    }

    public void SendRest()
    {
        var rest = _unsent;
        _unsent = [];
        Send(rest);
    }

    /// <summary>Reads answers.</summary>
    /// <param name="buffer">Any memory for the time of the call.</param>
    /// <param name="answered">Receives each answer.</param>
    /// <exception cref="IOException">The server has closed.</exception>
    public void Read(byte[] buffer, OnAnswer answered)
    {
        _rest.CopyTo(buffer, 0);
        var received = socket.Receive(buffer.AsSpan(_rest.Length));
        if (received == -LinuxCalls.EAgain)
            return;
        if (received <= 0)
            throw new IOException("the server closed a publisher's connection");

        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, _rest.Length + received);
        while (_begun.Count > 0 && HttpAnswer.Read(bytes, out var status) is var size and > 0)
        {
            answered(status, bytes[..size], _begun.Dequeue());
            bytes = bytes[size..];
        }

        _rest = bytes.ToArray();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        var sent = socket.Send(bytes);
        if (sent < 0)
            throw new IOException("a publisher's connection is lost");
        if (sent < bytes.Length)
            _unsent = bytes[sent..].ToArray();
    }
}
