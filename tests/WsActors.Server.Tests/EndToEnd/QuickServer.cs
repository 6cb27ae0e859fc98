namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A server with short timeouts, for conditions that only a timeout ends; long enough for a busy machine.</summary>
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
