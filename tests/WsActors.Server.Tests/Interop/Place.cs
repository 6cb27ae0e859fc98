namespace WsActors.Server.Tests.Interop;

/// <summary>A server as the clients of one way reach it.</summary>
/// <param name="Way">The way there.</param>
/// <param name="Port">Of the push listener, or of the proxy in front of it.</param>
/// <param name="Admin">The server's admin API.</param>
internal sealed record Place(Way Way, int Port, AdminClient Admin)
{
    /// <summary>Where the client protocol is spoken.</summary>
    public Uri Connect => new($"{Way.Scheme}://127.0.0.1:{Port}{PathBase}/connect");

    /// <summary>The path under which nginx shows the push listener; direct clients and those of HAProxy use it as well.</summary>
    public const string PathBase = "/push";

    /// <summary>A topic in plain mode.</summary>
    public Uri Plain(string topic) => new($"{Way.Scheme}://127.0.0.1:{Port}{PathBase}/topics/{topic}");

    /// <summary>A topic without WebSocket.</summary>
    public Uri Http(string topic) => new($"{(Way.IsSecure ? "https" : "http")}://127.0.0.1:{Port}{PathBase}/topics/{topic}");
}
