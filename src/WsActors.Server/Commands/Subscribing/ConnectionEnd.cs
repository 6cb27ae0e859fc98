using System.Globalization;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>The end of a connection, and what follows from it.</summary>
/// <param name="Text">The reason for people.</param>
/// <param name="MayReturn">True if another connection may succeed.</param>
/// <param name="Wait">The time after which the server expects the client; null leaves it to the back-off.</param>
internal sealed record ConnectionEnd(string Text, bool MayReturn, TimeSpan? Wait = null)
{
    private const int TokenExpired = 4200;
    private const int Unauthorized = 4201;

    // The last close code that says "do not reconnect", and the first that says "reconnect at once".
    private const int LastFinal = 4099;
    private const int FirstAtOnce = 4200;
    private const int LastAtOnce = 4299;

    // These are about the request itself, which would be the same again.
    private static readonly int[] FinalStatuses = [400, 405, 413, 426, 431, 501];

    /// <summary>The connection broke without a close frame.</summary>
    public static ConnectionEnd Broken(string reason) => new(reason, MayReturn: true);

    /// <summary>The server closed the connection.</summary>
    /// <param name="code">The close code; null if there was none.</param>
    /// <param name="reason">The reason of the close frame.</param>
    /// <param name="wait">The time that a goodbye named before; null for none.</param>
    public static ConnectionEnd Closed(int? code, string? reason, TimeSpan? wait) => code switch
    {
        null => Broken("the connection was closed without a code"),
        TokenExpired or Unauthorized => new ConnectionEnd($"{Describe(code.Value, reason)}: give a valid token with --token", MayReturn: false),
        1002 or 1003 or 1007 or 1008 or 1009 or >= 4000 and <= LastFinal => new ConnectionEnd(Describe(code.Value, reason), MayReturn: false),
        >= FirstAtOnce and <= LastAtOnce => new ConnectionEnd(Describe(code.Value, reason), MayReturn: true, wait ?? TimeSpan.Zero),
        _ => new ConnectionEnd(Describe(code.Value, reason), MayReturn: true, wait),
    };

    /// <summary>The server answered the handshake with another HTTP status than 101.</summary>
    /// <param name="status">The status.</param>
    /// <param name="wait">The time in <c>Retry-After</c>; null for none.</param>
    public static ConnectionEnd Refused(int status, TimeSpan? wait) => status switch
    {
        401 => new ConnectionEnd("the server refused the connection with 401: give a valid token with --token", MayReturn: false),
        403 => new ConnectionEnd("the server refused the connection with 403: the token, the host name or the application does not allow it", MayReturn: false),
        404 => new ConnectionEnd("the server refused the connection with 404: name the push listener with --url, as in ws://127.0.0.1:8080/connect", MayReturn: false),
        429 => new ConnectionEnd("the server refused the connection with 429: too many connections of this address or user", MayReturn: true, wait),
        503 => new ConnectionEnd("the server refused the connection with 503: it is full or draining", MayReturn: true, wait),
        _ when FinalStatuses.Contains(status) => new ConnectionEnd(Refusal(status), MayReturn: false),
        _ => new ConnectionEnd(Refusal(status), MayReturn: true, wait),
    };

    private static string Refusal(int status) =>
        string.Create(CultureInfo.InvariantCulture, $"the server refused the connection with {status}: check --url");

    private static string Describe(int code, string? reason) => string.IsNullOrEmpty(reason)
        ? string.Create(CultureInfo.InvariantCulture, $"the server closed the connection with {code}")
        : string.Create(CultureInfo.InvariantCulture, $"the server closed the connection with {code}, {reason}");
}
