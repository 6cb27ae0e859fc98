using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Tapping;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections.Messages;

/// <summary>Messages to a connection, except those of its transport and its topics.</summary>
public static class ConnectionMessage
{
    /// <summary>The first message: gives the connection its transport.</summary>
    /// <param name="Id">The connection's id.</param>
    /// <param name="Transport">The transport, which the connection disposes of when it stops.</param>
    /// <param name="Refusal">Null unless admission refused the connection: then the request is read and answered with this.</param>
    /// <param name="IsUncounted">True if the peer is a proxy: the connection asks to be counted when it knows its client.</param>
    internal sealed record Begin(ConnectionId Id, IConnectionTransport Transport, HandshakeRefusal? Refusal, bool IsUncounted = false);

    /// <summary>One of the deadlines may have passed.</summary>
    internal sealed record CheckDeadlines
    {
        public static readonly CheckDeadlines Instance = new();
    }

    /// <summary>Answered by <see cref="ConnectionSnapshot"/>.</summary>
    /// <param name="WithDetail">True to add the detail, which lists do not have.</param>
    /// <param name="Topic">The topic about which the detail says if the client may subscribe; null for none.</param>
    internal sealed record GetSnapshot(bool WithDetail = false, TopicName? Topic = null)
    {
        public static readonly GetSnapshot Instance = new();
    }

    /// <summary>Closes the connection with this code and reason.</summary>
    internal sealed record Close(CloseCode Code, string Reason);

    /// <summary>Says goodbye and closes with 1001, because the node drains.</summary>
    internal sealed record SayGoodbye(string Reason, TimeSpan ReconnectAfter);

    /// <summary>
    /// Says goodbye and closes with <see cref="CloseCode.Reconnect"/>, unless the connection is a back end's or an operator's, or not open: then it is answered by
    /// <see cref="ConnectionReport.Stays"/>.
    /// </summary>
    internal sealed record MoveAway(string Reason, TimeSpan ReconnectAfter);

    /// <summary>
    /// Drops what may be dropped, because the node holds too much for slow readers and this connection's queue is among the largest.
    /// Answered by <see cref="ConnectionReport.QueuedBytesChanged"/>.
    /// </summary>
    internal sealed record Shed
    {
        public static readonly Shed Instance = new();
    }

    /// <summary>
    /// Gives up the unfinished message, because the node holds too many and this connection's is among the largest. Answered by
    /// <see cref="ConnectionReport.UnfinishedBytesChanged"/>.
    /// </summary>
    internal sealed record ShedInbound
    {
        public static readonly ShedInbound Instance = new();
    }

    /// <summary>Resets the transport without a close handshake; used when the drain deadline passes.</summary>
    internal sealed record Cut
    {
        public static readonly Cut Instance = new();
    }

    /// <summary>The injected faults have changed, or the connection has just been opened while there are some.</summary>
    internal sealed record UseFaults
    {
        public static readonly UseFaults Instance = new();
    }

    /// <summary>The time of an injected fault has come: something that is held back may leave, or the connection is to be closed.</summary>
    internal sealed record FaultDue
    {
        public static readonly FaultDue Instance = new();
    }

    /// <summary>Subscribes the client on the server's behalf. Answered by <see cref="SubscriptionChanged"/> or <see cref="Refused"/>.</summary>
    internal sealed record SubscribeTo(TopicName Topic, IActorRef ReplyTo);

    /// <summary>Unsubscribes the client on the server's behalf. Answered as <see cref="SubscribeTo"/> is.</summary>
    internal sealed record UnsubscribeFrom(TopicName Topic, string Reason, IActorRef ReplyTo);

    /// <summary>Shows the connection's frames to a tap from now on. Answered by <see cref="Tapped"/> or <see cref="Refused"/>.</summary>
    internal sealed record StartTap(Tap Tap, IActorRef ReplyTo);

    /// <summary>Stops a tap, whose reader has left.</summary>
    internal sealed record EndTap(Tap Tap);

    /// <summary>The connection is tapped.</summary>
    /// <param name="Id">The connection.</param>
    /// <param name="User">The client's user; null if it is anonymous.</param>
    /// <param name="Protocol">The client protocol's name.</param>
    public sealed record Tapped(ConnectionId Id, string? User, string Protocol);

    /// <summary>The subscription has been changed as it was asked.</summary>
    public sealed record SubscriptionChanged(ConnectionId Id, TopicName Topic);

    /// <summary>The connection does not do what it was asked.</summary>
    /// <param name="Code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="Message">The fault, and what is allowed.</param>
    public sealed record Refused(string Code, string Message)
    {
        internal static readonly Refused NotOpen =
            new(ErrorCode.UnknownConnection, "the connection is not open: it is still connecting, or closing");

        internal static readonly Refused NoFrames = new(
            ErrorCode.NoFrames, "the connection is an event stream or a poll, which have no frames: only WebSockets can be tapped");
    }
}
