using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Backend;

/// <summary>
/// Asks whether a client may use a topic. The data that waits for the answer travels in the request and returns with it: a connection
/// without requests keeps nothing.
/// </summary>
public abstract record AuthorizationRequest
{
    private AuthorizationRequest()
    {
    }

    public required ConnectionId Connection { get; init; }

    /// <summary>The user; null for an anonymous client.</summary>
    public required string? User { get; init; }

    public required TopicName Topic { get; init; }

    /// <summary>Asks whether the client may subscribe.</summary>
    public sealed record Subscribe : AuthorizationRequest
    {
        internal TopicRequest.Subscribe? Request { get; init; }
    }

    /// <summary>Asks whether the client may connect to a topic. Its handshake waits for the answer.</summary>
    public sealed record Enter : AuthorizationRequest;

    /// <summary>Asks whether the client may publish this.</summary>
    public sealed record Publish : AuthorizationRequest
    {
        public required Publication Publication { get; init; }

        /// <summary>The client's id for its request.</summary>
        public RequestId? Request { get; init; }
    }
}
