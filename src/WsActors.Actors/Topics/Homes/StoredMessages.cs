using WsActors.Actors.Runtime;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Converts messages between the clock on the wall, which the disk and other nodes know, and this node's own.</summary>
internal static class StoredMessages
{
    /// <summary>The message as a log of this node keeps it.</summary>
    public static LoggedMessage ToLogged(this StoredMessage message, NodeClock clock) =>
        new(message.Offset, clock.MomentOf(message.At), message.Publication);
}
