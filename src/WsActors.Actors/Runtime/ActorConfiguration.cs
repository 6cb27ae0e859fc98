using WsActors.Actors.Runtime.Dispatching;
using WsActors.Actors.Runtime.Mailboxes;

namespace WsActors.Actors.Runtime;

/// <summary>The mailboxes and dispatchers of the server's actors. An actor system without them cannot create connections and topics.</summary>
public static class ActorConfiguration
{
    public const string Hocon = CompactMailbox.Hocon + "\n" + InboundDispatcher.Hocon;
}
