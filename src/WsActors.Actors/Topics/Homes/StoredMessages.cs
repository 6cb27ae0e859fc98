using WsActors.Actors.Runtime;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Converts messages from the disk, which keeps UTC times, to the node's own clock.</summary>
internal static class StoredMessages
{
    /// <summary>The message as a log of this node keeps it.</summary>
    /// <remarks>
    /// The disk does not keep which connection a publication excludes: no connection outlives the process. One that catches up with pages that
    /// had to leave memory meanwhile gets its own publications too.
    /// </remarks>
    public static LoggedMessage ToLogged(this StoredMessage message, NodeClock clock) =>
        new(message.Offset, clock.MomentOf(message.At), message.Publication);
}
