namespace WsActors.Protocol.WebSocket.Close;

/// <summary>
/// A close status code with its name (RFC 6455 §7.4). 4000-4099 ask the client not to reconnect,
/// 4100-4199 to reconnect with back-off, 4200-4299 to reconnect at once.
/// </summary>
/// <param name="Value">The code as it stands on the wire.</param>
/// <param name="Name">A stable, bounded name: the log's and the metric's label.</param>
public sealed record CloseCode(ushort Value, string Name)
{
    public static readonly CloseCode Normal = new(1000, "normal");
    public static readonly CloseCode GoingAway = new(1001, "going_away");
    public static readonly CloseCode ProtocolError = new(1002, "protocol_error");
    public static readonly CloseCode UnsupportedData = new(1003, "unsupported_data");

    /// <summary>Never sent: the peer's close frame held no code (RFC 6455 §7.4.1).</summary>
    public static readonly CloseCode NoStatus = new(1005, "no_status");

    /// <summary>Never sent: the transport ended without a close frame (RFC 6455 §7.4.1).</summary>
    public static readonly CloseCode Abnormal = new(1006, "abnormal");

    public static readonly CloseCode InvalidPayload = new(1007, "invalid_payload");
    public static readonly CloseCode PolicyViolation = new(1008, "policy_violation");
    public static readonly CloseCode MessageTooBig = new(1009, "message_too_big");
    public static readonly CloseCode InternalError = new(1011, "internal_error");
    public static readonly CloseCode TryAgainLater = new(1013, "try_again_later");

    /// <summary>An operator or the application disconnected this client: do not reconnect.</summary>
    public static readonly CloseCode Disconnected = new(4000, "disconnected");

    /// <summary>The client offers subprotocols, none of which is spoken under the path (HTTP 400).</summary>
    public static readonly CloseCode UnknownSubprotocol = new(4001, "unknown_subprotocol");

    /// <summary>The address of a WebSocket request contains something that is not allowed (HTTP 400).</summary>
    public static readonly CloseCode InvalidRequest = new(4002, "invalid_request");

    /// <summary>The client, or pages of its origin, may not connect or subscribe (HTTP 403).</summary>
    public static readonly CloseCode Forbidden = new(4003, "forbidden");

    /// <summary>No route has the path (HTTP 404).</summary>
    public static readonly CloseCode NotFound = new(4004, "not_found");

    /// <summary>The first command of a client whose credentials come in band was another one than the one that carries them.</summary>
    public static readonly CloseCode ConnectExpected = new(4005, "connect_expected");

    /// <summary>The client read more slowly than its topics published: its outbox was full, or a send stood still.</summary>
    public static readonly CloseCode SlowConsumer = new(4100, "slow_consumer");

    /// <summary>A ping went unanswered.</summary>
    public static readonly CloseCode PongTimeout = new(4101, "pong_timeout");

    /// <summary>The client had no subscription and neither side sent a message for too long.</summary>
    public static readonly CloseCode IdleTimeout = new(4102, "idle_timeout");

    /// <summary>The client went on sending far more than it may.</summary>
    public static readonly CloseCode RateLimited = new(4103, "rate_limited");

    /// <summary>The client's address or user has as many connections as it may (HTTP 429).</summary>
    public static readonly CloseCode TooManyRequests = new(4104, "too_many_requests");

    /// <summary>A message was begun, and its end did not come in time.</summary>
    public static readonly CloseCode MessageTimeout = new(4105, "message_timeout");

    /// <summary>Plain mode: messages behind the client's position are lost. Reconnect with a new position, or without one.</summary>
    public static readonly CloseCode PositionLost = new(4106, "position_lost");

    /// <summary>A client whose credentials come in band did not send them in time, or the decision about them took too long.</summary>
    public static readonly CloseCode ConnectTimeout = new(4107, "connect_timeout");

    /// <summary>The client's token ended and no new one came: reconnect at once, with a new one.</summary>
    public static readonly CloseCode TokenExpired = new(4200, "token_expired");

    /// <summary>A token is missing or was rejected (HTTP 401): reconnect at once, with a new one.</summary>
    public static readonly CloseCode Unauthorized = new(4201, "unauthorized");

    /// <summary>The node sends the client away, but stays open: to even out the nodes of a cluster, or because the connection is old.</summary>
    public static readonly CloseCode Reconnect = new(4202, "reconnect");

    /// <summary>The code with this number, under its own name or that of its range.</summary>
    public static CloseCode Of(ushort value) =>
        Named.GetValueOrDefault(value) ?? new CloseCode(value, RangeName(value));

    /// <summary>Every code that has a name of its own.</summary>
    public static IReadOnlyCollection<CloseCode> All => Named.Values;

    private static readonly Dictionary<ushort, CloseCode> Named = new CloseCode[]
    {
        Normal, GoingAway, ProtocolError, UnsupportedData, NoStatus, Abnormal, InvalidPayload, PolicyViolation,
        MessageTooBig, InternalError, TryAgainLater, Disconnected, UnknownSubprotocol, InvalidRequest, Forbidden, NotFound,
        ConnectExpected, SlowConsumer, PongTimeout, IdleTimeout, RateLimited, TooManyRequests, MessageTimeout, PositionLost,
        ConnectTimeout, TokenExpired, Unauthorized, Reconnect,
    }.ToDictionary(code => code.Value);

    private static string RangeName(ushort value) => value switch
    {
        < 3000 => "reserved",
        < 4000 => "registered",
        _ => "private",
    };
}
