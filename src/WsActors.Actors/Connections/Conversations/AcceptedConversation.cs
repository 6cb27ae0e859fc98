using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>A conversation with a client that has come in.</summary>
internal abstract class AcceptedConversation : Conversation
{
    private protected AcceptedConversation()
    {
    }

    /// <summary>Begins the conversation that a request asks for, and writes the response that accepts it.</summary>
    public static AcceptedConversation Accept(AcceptedRequest accepted, in Talk talk)
    {
        var conversation = Of(accepted.Route, accepted.Request);
        talk.Writer.Begin(new ClientEncoding(accepted.Route.Protocol.ForConnection(), accepted.Route.Carrier));
        conversation.WriteResponse(accepted.Route, accepted.Request, talk);
        return conversation;
    }

    /// <summary>Welcomes the client and subscribes it to the topics of its route and token.</summary>
    public override void Begin(AcceptedRequest accepted, in Talk talk, in Turn turn)
    {
        ConnectionEvents.RecordAccepted(this, talk, turn);
        Welcome(accepted, talk, turn);
        talk.Parts.Credentials.Check(turn, IsOpen);
    }

    protected abstract void WriteResponse(ConnectionRoute route, HandshakeRequest request, in Talk talk);

    protected abstract void Welcome(AcceptedRequest accepted, in Talk talk, in Turn turn);

    private static AcceptedConversation Of(ConnectionRoute route, HandshakeRequest request) => request.Form switch
    {
        RequestKind.EventStream => EventStreamConversation.Instance,
        RequestKind.Poll => new PollConversation(route.Topic!),
        _ => SendsKeepAlives(route) ? WebSocketConversation.WithKeepAliveMessages : WebSocketConversation.Instance,
    };

    private static bool SendsKeepAlives(ConnectionRoute route) =>
        route.KeepAliveMessages || route.Protocol.Traits.HasFlag(ProtocolTraits.PingsInMessages);
}
