using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections;

public sealed partial class ConnectionActor
{
    /// <summary>The first message: here is your socket.</summary>
    /// <param name="Id">Who you are.</param>
    /// <param name="Transport">Yours from now on, to be disposed of when you stop.</param>
    /// <param name="Refusal">Not null where admission said no: the handshake is read and answered with this.</param>
    /// <param name="IsUncounted">Whether the peer speaks for others: ask to be counted when its client is known.</param>
    internal sealed record Begin(ConnectionId Id, IConnectionTransport Transport, HandshakeRefusal? Refusal, bool IsUncounted = false);

    /// <summary>The answer to <see cref="ConnectionReport.CountClient"/>: the client's address is counted, or has as many connections as it may.</summary>
    /// <param name="Request">The request that waits to be decided.</param>
    /// <param name="Early">What came right behind it.</param>
    /// <param name="Refusal">Not null where the handshake is to be refused.</param>
    internal sealed record Counted(HandshakeRequest Request, ReadOnlyMemory<byte> Early, HandshakeRefusal? Refusal);

    /// <summary>The credentials are good: the client may come in as who the admission says it is.</summary>
    internal sealed record Admitted(ConnectRequest ConnectRequest);

    /// <summary>The client may not come in.</summary>
    internal sealed record Denied(HandshakeRefusal Refusal);

    /// <summary>The answer to <see cref="ConnectionReport.CountUser"/>.</summary>
    /// <param name="ConnectRequest">The client that waits to come in.</param>
    /// <param name="Refusal">Not null where it may not after all.</param>
    internal sealed record UserCounted(ConnectRequest ConnectRequest, HandshakeRefusal? Refusal);

    /// <summary>What came of a question to the application.</summary>
    public sealed record Answered(AuthorizationRequest AuthorizationRequest, AuthorizationResult AuthorizationResult);

    /// <summary>The answer to a <see cref="RefreshRequest"/>: the new token is good.</summary>
    internal sealed record Renewed(RequestId? Request, Identity Identity);

    /// <summary>The answer to a <see cref="RefreshRequest"/>: the new token is not taken.</summary>
    internal sealed record NotRenewed(RequestId? Request, string Why);

    /// <summary>One of the deadlines may have passed.</summary>
    internal sealed record CheckDeadlines
    {
        public static readonly CheckDeadlines Instance = new();
    }

    /// <summary>Answered by <see cref="ConnectionSnapshot"/>.</summary>
    internal sealed record GetSnapshot
    {
        public static readonly GetSnapshot Instance = new();
    }

    /// <summary>Close with this code and reason.</summary>
    internal sealed record Close(CloseCode Code, string Reason);

    /// <summary>Say goodbye, then close with 1001: the node drains.</summary>
    internal sealed record SayGoodbye(string Reason, TimeSpan ReconnectAfter);

    /// <summary>The node holds too much for slow readers, and this one is among the worst. Answered by <see cref="ConnectionReport.QueuedBytesChanged"/>.</summary>
    internal sealed record Shed
    {
        public static readonly Shed Instance = new();
    }

    /// <summary>The node holds too many unfinished messages, and this connection's is among the largest. Answered by <see cref="ConnectionReport.UnfinishedBytesChanged"/>.</summary>
    internal sealed record ShedInbound
    {
        public static readonly ShedInbound Instance = new();
    }

    /// <summary>Reset the transport and stop: there is no time left for manners.</summary>
    internal sealed record Cut
    {
        public static readonly Cut Instance = new();
    }

    /// <summary>Subscribe by the server's hand. The asker is told <see cref="SubscriptionChanged"/> or <see cref="Refused"/>.</summary>
    internal sealed record SubscribeTo(TopicName Topic, IActorRef Asker);

    /// <summary>Unsubscribe by the server's hand. The asker is told as with <see cref="SubscribeTo"/>.</summary>
    internal sealed record UnsubscribeFrom(TopicName Topic, string Reason, IActorRef Asker);

    /// <summary>The asked change of a subscription is done.</summary>
    public sealed record SubscriptionChanged(ConnectionId Id, TopicName Topic);

    /// <summary>The asked change of a subscription could not be made.</summary>
    /// <param name="Code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="Message">What is wrong and what is allowed.</param>
    public sealed record Refused(string Code, string Message);
}
