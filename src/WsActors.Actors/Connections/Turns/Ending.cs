using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections.Turns;

/// <summary>The way in which a connection is ended.</summary>
internal enum EndingMeans : byte
{
    /// <summary>The conversation closes in its own way, and the peer is given time to answer.</summary>
    Close,

    /// <summary>Everything has been written already; it is sent, and the peer is given time to end its side.</summary>
    Finish,

    /// <summary>Nothing more is sent.</summary>
    Stop,

    /// <summary>The transport is reset.</summary>
    Abort,
}

/// <summary>
/// One way for a connection to end. Components return an ending, and <see cref="ConnectionActor"/> carries it out in one method.
/// The first ending counts.
/// </summary>
/// <param name="Outcome">The outcome that is counted.</param>
/// <param name="Means">The way in which the connection is ended.</param>
internal sealed record Ending(ConnectionOutcome Outcome, EndingMeans Means)
{
    /// <summary>The code that the connection was closed with, by either side; null if neither named one.</summary>
    public CloseCode? Code { get; private init; }

    /// <summary>The reason, for the close frame and the log; empty for an ending that is not logged.</summary>
    public string Reason { get; private init; } = string.Empty;

    /// <summary>The side that closed; null if there was no close.</summary>
    public ClosingSide? ClosedBy { get; private init; }

    /// <summary>The reason for which the handshake was refused; null if it was not.</summary>
    public HandshakeRefusal? Refusal { get; private init; }

    /// <summary>The outcome under which the handshake is counted; null if the connection was open, or its request never came.</summary>
    public string? HandshakeOutcome { get => Refusal?.Name ?? field; private init; }

    /// <summary>Sent ahead of the close; null for nothing.</summary>
    public ServerEvent.Goodbye? Goodbye { get; private init; }

    /// <summary>True if the frames that wait are thrown away.</summary>
    public bool DropsQueue { get; private init; }

    /// <summary>True if only an open connection can end this way: during a handshake, or after another ending, it means nothing.</summary>
    public bool NeedsOpen => ClosedBy is not null && HandshakeOutcome is null;

    /// <summary>True if a request that needs no connection has its whole response: a usual end that leaves no tombstone.</summary>
    public bool IsResponse => (Outcome, Means, ClosedBy) == (ConnectionOutcome.Closed, EndingMeans.Finish, null);

    /// <summary>The text to log; empty for nothing.</summary>
    public string Description => (ClosedBy, Means) switch
    {
        (ClosingSide.Server, EndingMeans.Close) => $"closed by us with {Code!.Value} {Code.Name}: {Reason}",
        (ClosingSide.Server, _) => $"closed with {Code!.Value} {Reason}",
        (ClosingSide.Client, _) => $"closed by the client with {Code!.Value} {Code.Name}: {Reason}",
        _ when Refusal is { } refusal => $"handshake refused with {refusal.Status} {refusal.Name}: {refusal.Message}",
        _ => Reason,
    };

    /// <summary>Closes with a code and a reason.</summary>
    public static Ending Close(CloseCode code, string reason) => new(ConnectionOutcome.Closed, EndingMeans.Close)
    {
        Code = code,
        Reason = reason,
        ClosedBy = ClosingSide.Server,
    };

    /// <summary>Returns this ending for a WebSocket whose client has not come in, because its credentials were to come in band.</summary>
    /// <param name="handshakeOutcome">The outcome under which the handshake is counted.</param>
    public Ending BeforeConnect(string handshakeOutcome) => this with { HandshakeOutcome = handshakeOutcome };

    /// <summary>Says goodbye and closes, because the node drains.</summary>
    public static Ending Draining(string reason, TimeSpan reconnectAfter) => Close(CloseCode.GoingAway, reason) with
    {
        Goodbye = new ServerEvent.Goodbye(reason, reconnectAfter),
    };

    /// <summary>Says goodbye and closes, although the node stays open.</summary>
    public static Ending Moved(string reason, TimeSpan reconnectAfter) => Close(CloseCode.Reconnect, reason) with
    {
        Goodbye = new ServerEvent.Goodbye(reason, reconnectAfter),
    };

    /// <summary>The connection has reached its age. Others do so at other times, so it may return at once.</summary>
    public static readonly Ending Rotated = Moved("rotation", TimeSpan.Zero);

    /// <summary>The token has expired, and the client did not refresh it.</summary>
    public static readonly Ending TokenExpired = Close(CloseCode.TokenExpired, "the token has expired: connect with a new one") with
    {
        Goodbye = new ServerEvent.Goodbye("token_expired", TimeSpan.Zero),
    };

    /// <summary>The outbox is full. A reader that stopped finds the close frame if it ever reads on.</summary>
    public static readonly Ending SlowConsumer =
        Close(CloseCode.SlowConsumer, "reads too slowly: reconnect, and read faster or subscribe to less") with { DropsQueue = true };

    /// <summary>The client keeps sending although its commands are refused.</summary>
    public static readonly Ending Flooding = Close(CloseCode.RateLimited, "sends far more than it may: reconnect, and send slower");

    /// <summary>A ping was not answered in time.</summary>
    public static readonly Ending PongTimeout = Close(CloseCode.PongTimeout, "a ping went unanswered");

    /// <summary>The client is subscribed to nothing and sends nothing.</summary>
    public static readonly Ending Idle = Close(CloseCode.IdleTimeout, "subscribed to nothing and silent for too long");

    /// <summary>A message that has begun did not end in time.</summary>
    public static readonly Ending MessageTimeout =
        Close(CloseCode.MessageTimeout, "a message took too long to arrive: reconnect, and send it faster or in parts");

    /// <summary>The node holds too many unfinished messages, and the connection's is among the largest.</summary>
    public static readonly Ending UnfinishedShed =
        Close(CloseCode.TryAgainLater, "this server holds too many unfinished messages: reconnect, and send it again");

    /// <summary>A request failed, and the client's protocol has no message to report it.</summary>
    public static Ending Inexpressible(ServerEvent.Error error, IClientProtocol protocol) =>
        error.Code == ErrorCode.RateLimited ? Flooding : Close(protocol.CloseCodeOfError(error.Code), error.Text);

    /// <summary>The client's position cannot be continued, and its protocol cannot report a gap.</summary>
    /// <param name="reason">The reason of the gap.</param>
    public static Ending PositionLost(string reason) =>
        Close(CloseCode.PositionLost, $"{reason}: reload your state and connect with its position, or without since");

    /// <summary>The client closed, and its close frame has been answered.</summary>
    public static Ending ByClient(CloseStatus status) => new(ConnectionOutcome.Closed, EndingMeans.Finish)
    {
        Code = status.Code,
        Reason = status.Reason,
        ClosedBy = ClosingSide.Client,
    };

    /// <summary>The peer broke a rule of RFC 6455, and the close frame has been written.</summary>
    public static Ending Violated(Violation violation) => new(ConnectionOutcome.Violated, EndingMeans.Finish)
    {
        Code = violation.Code,
        Reason = $"{violation.Name}: {violation.Message}",
        ClosedBy = ClosingSide.Server,
    };

    /// <summary>The handshake was refused, and the response or the close frame has been written.</summary>
    public static Ending Refused(HandshakeRefusal refusal) => new(ConnectionOutcome.Refused, EndingMeans.Finish)
    {
        Refusal = refusal,
    };

    /// <summary>A request that needs no connection has its whole response.</summary>
    /// <param name="handshakeOutcome">The outcome under which the handshake is counted.</param>
    public static Ending Answered(string handshakeOutcome) => PollAnswered with { HandshakeOutcome = handshakeOutcome };

    /// <summary>A poll has its answer.</summary>
    public static readonly Ending PollAnswered = new(ConnectionOutcome.Closed, EndingMeans.Finish);

    /// <summary>The TLS handshake failed, so no response can be sent.</summary>
    /// <param name="name">A stable, bounded name: the metric's label.</param>
    /// <param name="cause">The cause, as far as it is known.</param>
    public static Ending TlsFailed(string name, string cause) => new(ConnectionOutcome.Refused, EndingMeans.Stop)
    {
        HandshakeOutcome = name,
        Reason = $"no TLS, {name}: {cause}",
    };

    /// <summary>A connection that has to begin with a PROXY header does not: the peer is no client, and is sent nothing.</summary>
    public static Ending ProxyHeaderFailed(ProxyHeaderFault fault) => new(ConnectionOutcome.Refused, EndingMeans.Stop)
    {
        HandshakeOutcome = $"proxy_header_{fault.Name}",
        Reason = $"no PROXY header, {fault.Name}: {fault.Message}",
    };

    /// <summary>The peer ended the stream without a close frame; it may still read.</summary>
    public static readonly Ending PeerLeft = new(ConnectionOutcome.Lost, EndingMeans.Finish)
    {
        Reason = "lost, the peer ended the stream without a close frame",
    };

    /// <summary>The peer has ended its side, and everything that waited for it is sent.</summary>
    public static readonly Ending AllSent = new(ConnectionOutcome.Lost, EndingMeans.Stop);

    /// <summary>The peer ended a plain HTTP exchange, which is how a client leaves it.</summary>
    public static readonly Ending HttpClientLeft = new(ConnectionOutcome.Closed, EndingMeans.Stop) { Code = CloseCode.Normal };

    /// <summary>The transport failed.</summary>
    public static Ending Lost(string how) => new(ConnectionOutcome.Lost, EndingMeans.Stop) { Reason = $"lost, {how}" };

    /// <summary>The peer did not finish closing in time.</summary>
    public static readonly Ending CloseTimeout = new(ConnectionOutcome.Lost, EndingMeans.Abort);

    /// <summary>The actor stopped without an ending.</summary>
    public static readonly Ending Stopped = new(ConnectionOutcome.Cut, EndingMeans.Stop)
    {
        Reason = "stopped by the server, because of a fault of its own, which is logged, or because it ends",
    };

    /// <summary>The drain deadline has passed.</summary>
    public static readonly Ending Cut = new(ConnectionOutcome.Cut, EndingMeans.Abort);
}
