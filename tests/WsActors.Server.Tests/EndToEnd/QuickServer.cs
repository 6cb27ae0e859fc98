namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A server that loses its patience soon, for what only a timeout ends; not so soon that a busy machine makes it wrong.</summary>
public class QuickServer : ServerFixture
{
    public QuickServer()
        : this(Transports.Auto)
    {
    }

    protected QuickServer(string transport)
        : base(
            transport,
            "--WsActors:Push:HandshakeTimeout=00:00:02",
            "--WsActors:Push:KeepAliveInterval=00:00:02",
            "--WsActors:Push:PongTimeout=00:00:03",
            "--WsActors:Push:CloseTimeout=00:00:01")
    {
    }
}

/// <summary>The same over .NET's sockets, whatever is the better choice here.</summary>
public sealed class QuickSocketServer() : QuickServer(Transports.Socket);
