using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Limits;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// A WebSocket whose client brings its credentials in its first command. Until it has come in or is refused, it counts as handshaking and is
/// bounded by the handshake's timeout. Bytes behind that command wait, because nothing more is read before the decision.
/// </summary>
/// <param name="entrance">Decides about the client.</param>
/// <param name="conversation">The conversation with the client when it has come in.</param>
internal sealed class InBandHandshake(Entrance entrance, AcceptedConversation conversation) : EnteringConversation(entrance)
{
    private RequestId? _request;

    // The commands behind the credentials, while these are being decided about.
    private RemainingCommands? _waiting;

    public override bool IsReading(ServerSession session) => _waiting is null;

    // The deadline of the handshake, which a message that comes in part must not put off.
    public override void Begin(AcceptedRequest accepted, in Talk talk, in Turn turn) => turn.Effects.WakeAt(EndsAt(talk, turn));

    public override Conversation Accept(AcceptedRequest accepted, in Talk talk) => conversation;

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        if (message is not ConnectionMessage.Close close)
            return base.Take(message, talk, turn);

        turn.Effects.End(Ending.Close(close.Code, close.Reason).BeforeConnect(close.Code.Name));
        ReadOn(turn);
        return true;
    }

    public override void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        switch (happened.Kind)
        {
            case SessionEventKind.Message: OnMessage(happened, behind, talk, turn); break;
            case SessionEventKind.Ping: talk.Writer.AddReplyFirst(Replies.Take()); CountControlFrame(talk, turn); break;
            case SessionEventKind.Pong: CountControlFrame(talk, turn); break;
            case SessionEventKind.Closed: turn.Effects.End(Ending.ByClient(happened.Close!).BeforeConnect("closed_by_client")); break;
            case SessionEventKind.Violated: turn.Effects.End(Ending.Violated(happened.Violation!).BeforeConnect(happened.Violation!.Name)); break;
        }
    }

    public override void CheckDeadlines(in Talk talk, in Turn turn)
    {
        var end = EndsAt(talk, turn);
        if (turn.Now < end)
            turn.Effects.WakeAt(end);
        else
            CheckTimeout(talk, turn);
    }

    public override void Close(CloseCode code, string reason, in Talk talk) => conversation.Close(code, reason, talk);

    // It is too late for an HTTP status. The client has not come in, so these are the only events that it is sent.
    protected override void Refuse(HandshakeRefusal refusal, in Talk talk, in Turn turn)
    {
        _ = talk.Writer.Say(new ServerEvent.Error(_request, refusal.Name, refusal.Message), talk.Outlet);
        if (refusal.RetryAfter is { } wait)
            _ = talk.Writer.Say(new ServerEvent.Goodbye(refusal.Name, wait), talk.Outlet);
        var code = RefusalCloseCodes.InBand(talk.Writer.Encoding.Protocol, refusal);
        talk.Session.Close(code, refusal.Message, Replies.OfThread);
        turn.Effects.End(Ending.Refused(refusal));
        ReadOn(turn);
    }

    // Also at the end: the client's close frame may be among what waits, and what is read from the socket follows it.
    protected override void ReadOn(in Turn turn)
    {
        if (_waiting is not { } waiting)
            return;

        _waiting = null;
        turn.Effects.Execute(waiting);
    }

    private void OnMessage(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        var commands = Commands.Read(happened, talk, turn);
        if (commands.Count == 0)
            return;

        _request = commands[0].Request;
        if (talk.Parts.Rates.ChargeMessage(turn.Identity, turn.Environment, commands: 1, happened.InflatedBytes, out _) != RateLimitResult.Within)
            EndFlood(turn);
        else if (commands[0] is ClientCommand.Connect connect)
            Connect(connect, new RemainingCommands(commands, happened.Payload), behind, talk, turn);
        else
            Refuse(HandshakeRefusals.ConnectExpected, talk, turn);
    }

    private void Connect(
        ClientCommand.Connect connect, RemainingCommands others, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        Act(Entrance.Connect(connect, turn), talk, turn);
        if (Entrance.IsDecided)
        {
            turn.Effects.Execute(others);
            return;
        }

        others.Pipelined = behind.ToArray();
        _waiting = others;
    }

    // An open connection is not read on while its answers pile up; here there is nothing that a client could ask for so often.
    private static void CountControlFrame(in Talk talk, in Turn turn)
    {
        if (talk.Writer.IsHalfFull(turn.Environment.Settings.OutboxBytes)
            || talk.Parts.Rates.FloodsWithControlFrames(turn.Identity, turn.Environment))
            EndFlood(turn);
    }

    private static void EndFlood(in Turn turn) => turn.Effects.End(Ending.Flooding.BeforeConnect(CloseCode.RateLimited.Name));

    private static TimeSpan EndsAt(in Talk talk, in Turn turn) =>
        talk.Parts.Liveness.AcceptedAt + turn.Environment.Settings.HandshakeTimeout;
}
