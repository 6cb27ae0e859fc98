using System.Net;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>The contract over .NET's sockets.</summary>
public sealed class SocketListenerTests : ListenerContract
{
    private protected override IListener Bind(IPEndPoint endPoint) => SocketListener.Bind(endPoint, backlog: 16);
}
