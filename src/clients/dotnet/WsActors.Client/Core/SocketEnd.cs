using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The end of a connection or of an attempt.</summary>
/// <param name="Code">The close code; null if there is none.</param>
/// <param name="Reason">The reason that came with it.</param>
/// <param name="Name">The name of a refusal.</param>
/// <param name="RetryAfterMs">The time that the server asks to wait.</param>
/// <param name="IsServers">True if the server has answered; false if the network, a proxy or this client ended it.</param>
internal readonly record struct SocketEnd(int? Code, string Reason = "", string? Name = null, long? RetryAfterMs = null, bool IsServers = true)
{
    /// <summary>The connection broke, or there was none.</summary>
    public static readonly SocketEnd Broken = new(null, IsServers: false);

    /// <summary>This client ended it, because a message was larger than it accepts.</summary>
    public static readonly SocketEnd TooBig = new(null, Name: TooBigName);

    private const string TooBigName = "message_too_big";

    public bool IsTooBig => Code is null && Name == TooBigName;

    /// <summary>The error that tells the application of a message that was too large.</summary>
    public static WsActorsException TooBigError(int maxMessageBytes) => new(
        TooBigName, $"The server sent more than {maxMessageBytes} bytes at once, and the connection is abandoned: raise MaxMessageBytes, or publish less at once.");

    /// <summary>An HTTP answer in place of a WebSocket.</summary>
    public static SocketEnd OfRefusal(string body, long? retryAfterMs) => RefusalLine.Parse(body) is { } refusal
        ? new SocketEnd(refusal.CloseCode, refusal.Reason, refusal.Name, retryAfterMs)
        : new SocketEnd(null, RetryAfterMs: retryAfterMs, IsServers: false);
}
