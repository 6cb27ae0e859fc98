using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Backend;

/// <summary>
/// May this client do this to that topic? What waits for the answer travels in the question and comes back with it: a
/// connection that asks nothing keeps nothing.
/// </summary>
public abstract record AuthorizationRequest
{
    private AuthorizationRequest()
    {
    }

    public required ConnectionId Connection { get; init; }

    /// <summary>Null for a stranger.</summary>
    public required string? User { get; init; }

    public required TopicName Topic { get; init; }

    /// <summary>May it listen?</summary>
    public sealed record Subscribe : AuthorizationRequest
    {
        internal TopicRequest.Subscribe? Request { get; init; }
    }

    /// <summary>May it come in to listen? Its handshake waits for the answer.</summary>
    public sealed record Enter : AuthorizationRequest;

    /// <summary>May it say this?</summary>
    public sealed record Publish : AuthorizationRequest
    {
        public required Publication Publication { get; init; }

        /// <summary>The client's id for its request.</summary>
        public RequestId? Request { get; init; }
    }
}
