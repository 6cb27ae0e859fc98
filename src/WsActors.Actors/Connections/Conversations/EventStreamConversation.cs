using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>An event stream: an HTTP response without an end, in which only the server sends.</summary>
internal sealed class EventStreamConversation : PushConversation
{
    public static readonly EventStreamConversation Instance = new();

    private EventStreamConversation()
    {
    }

    protected override bool AnswersPings => false;

    protected override void WriteResponse(ConnectionRoute route, HandshakeRequest request, in Talk talk)
    {
        talk.Session.HandOver();
        talk.Writer.AddReply(talk.Environment.Date.AddedTo(route.Carrier.Head));
    }

    protected override void Welcome(AcceptedRequest accepted, in Talk talk, in Turn turn)
    {
        turn.Effects.WakeAt(talk.Parts.NextDeadline(turn));
        talk.Parts.Subscriptions.Subscribe(accepted.Route.Topic!, request: null, accepted.Route.Since, turn);
    }

    public override void Close(CloseCode code, string reason, in Talk talk)
    {
        if (talk.Writer.Encoding.EncodeEnd(new ServerEvent.Ended(code, reason)) is { } end)
            talk.Writer.AddReply(end);
    }

    // Over plain HTTP there is no other way to leave.
    public override void OnPeerEnded(in Talk talk, in Turn turn) => turn.Effects.End(Ending.HttpClientLeft);

    protected override void StartTap(ConnectionMessage.StartTap start, in Talk talk, in Turn turn) =>
        turn.Effects.Tell(start.ReplyTo, ConnectionMessage.Refused.NoFrames);

    // Nobody answers on an event stream: its pong is the acknowledgement of TCP.
    protected override void Ping(in Talk talk, in Turn turn) => turn.Effects.Answer(ServerEvent.KeptAlive.Instance);
}
