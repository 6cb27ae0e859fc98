using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>A WebSocket: both sides send, and the session answers for RFC 6455.</summary>
internal sealed class WebSocketConversation : PushConversation
{
    public static readonly WebSocketConversation Instance = new(sendsKeepAlives: false);

    /// <summary>The conversation with clients that asked for a message with each ping: a browser's script sees no pings.</summary>
    public static readonly WebSocketConversation WithKeepAliveMessages = new(sendsKeepAlives: true);

    private readonly bool _sendsKeepAlives;

    private WebSocketConversation(bool sendsKeepAlives) => _sendsKeepAlives = sendsKeepAlives;

    protected override bool AnswersPings => true;

    protected override void WriteResponse(ConnectionRoute route, HandshakeRequest request, in Talk talk)
    {
        var environment = talk.Environment;
        var agreement = environment.Compression.Agree(request, out var outcome);
        talk.Session.Accept(route.Subprotocol, MaxMessageBytes(route, environment), Replies.OfThread, agreement);
        talk.Writer.AddReply(Replies.Take());
        talk.Writer.Begin(environment.Compression.CompressionFor(agreement), environment.Telemetry);
        environment.Telemetry.Compression.Negotiated(outcome);
    }

    protected override void Welcome(AcceptedRequest accepted, in Talk talk, in Turn turn)
    {
        var route = accepted.Route;
        turn.Effects.WakeAt(talk.Parts.NextDeadline(turn));
        turn.Effects.Say(new ServerEvent.Welcome(
            turn.Id.ToString(),
            turn.Identity.User,
            turn.Environment.Settings.KeepAliveInterval,
            new ClientLimits(MaxMessageBytes(route, turn.Environment), turn.MaxSubscriptions))
        { Id = accepted.Connect, IsBackEnd = turn.Identity.IsBackEnd });
        if (route.Topic is not null)
            talk.Parts.Subscriptions.Subscribe(route.Topic, request: null, route.Since, turn);
        else if (route.Protocol.Traits.HasFlag(ProtocolTraits.ManyTopics))
            TokenTopics.Subscribe(ref talk.Parts.Subscriptions, turn);
    }

    public override void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        switch (happened.Kind)
        {
            case SessionEventKind.Message: OnMessage(happened, talk, turn); break;
            case SessionEventKind.Ping: talk.Writer.AddReplyFirst(Replies.Take()); CountControlFrame(talk, turn); break;
            case SessionEventKind.Pong: talk.Parts.Liveness.OnPong(happened.Payload, turn.Now); CountControlFrame(talk, turn); break;
            case SessionEventKind.Closed: turn.Effects.End(Ending.ByClient(happened.Close!)); break;
            case SessionEventKind.Violated: turn.Effects.End(Ending.Violated(happened.Violation!)); break;
        }
    }

    public override void Execute(RemainingCommands commands, in Talk talk, in Turn turn)
    {
        if (!commands.TryTake(out var command))
        {
            ReadBehind(commands, turn);
            return;
        }

        Commands.Take(command, commands.Message, inflatedBytes: 0, talk, turn);
        turn.Effects.Execute(commands);
    }

    public override void Close(CloseCode code, string reason, in Talk talk) =>
        talk.Session.Close(talk.Writer.Encoding.Protocol.CloseCodeOf(code), reason, Replies.OfThread);

    // It may have ended only its own side and still read: what waits for it, a close frame above all, goes first.
    public override void OnPeerEnded(in Talk talk, in Turn turn) => turn.Effects.End(Ending.PeerLeft);

    protected override void StartTap(ConnectionMessage.StartTap start, in Talk talk, in Turn turn) => Taps.Start(start, talk, turn);

    protected override void Ping(in Talk talk, in Turn turn)
    {
        Span<byte> payload = stackalloc byte[sizeof(long)];
        Liveness.WritePing(payload, turn.Now);
        talk.Session.Ping(payload, Replies.OfThread);
        talk.Writer.AddReplyFirst(Replies.Take());
        if (_sendsKeepAlives)
            turn.Effects.Answer(ServerEvent.KeptAlive.Instance);
    }

    private static void OnMessage(in SessionEvent happened, in Talk talk, in Turn turn)
    {
        var commands = Commands.Read(happened, talk, turn);
        if (commands.Count > 0)
            Commands.Take(commands[0], happened.Payload, happened.InflatedBytes, talk, turn);
        if (commands.Count > 1)
            turn.Effects.Execute(new RemainingCommands(commands, happened.Payload));
    }

    private static void CountControlFrame(in Talk talk, in Turn turn)
    {
        if (talk.Parts.Rates.FloodsWithControlFrames(turn.Identity, turn.Environment))
            turn.Effects.End(Ending.Flooding);
    }

    private static int MaxMessageBytes(ConnectionRoute route, ConnectionEnvironment environment) =>
        route.MaxMessageBytes ?? environment.Settings.MaxMessageBytes;
}
