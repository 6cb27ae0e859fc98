using WsActors.Client.Transport;

namespace WsActors.Client.Tests.World;

/// <summary>A network whose other end is the test.</summary>
internal sealed class FakeTransport : ITransport
{
    public List<FakeSocket> Sockets { get; } = [];

    public List<FakeStream> Streams { get; } = [];

    public bool IsDisposed { get; private set; }

    public ISocket Connect(Uri address, string? token, ISocketListener listener)
    {
        var socket = new FakeSocket(address, token, listener);
        Sockets.Add(socket);
        return socket;
    }

    public IDisposable OpenStream(Uri address, string? token, IStreamListener listener)
    {
        var stream = new FakeStream(address, token, listener);
        Streams.Add(stream);
        return stream;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
