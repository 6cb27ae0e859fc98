namespace WsActors.Server.Tests.Interop;

/// <summary>How a client reaches the server.</summary>
public enum Via
{
    /// <summary>The push listener itself; over wss it ends TLS.</summary>
    Direct,

    /// <summary>nginx as an HTTP proxy; over wss it ends TLS.</summary>
    Nginx,

    /// <summary>HAProxy as an HTTP proxy; over wss it ends TLS.</summary>
    HAProxy,
}

/// <summary>One combination of scheme, compression and proxy.</summary>
/// <param name="Scheme">ws or wss.</param>
/// <param name="IsCompressed">Whether client and server agree on permessage-deflate.</param>
/// <param name="Via">What stands in between.</param>
internal sealed record Way(string Scheme, bool IsCompressed, Via Via)
{
    /// <summary>The name of compression in the tests' names.</summary>
    public const string Deflate = "deflate";

    public bool IsSecure => Scheme == "wss";

    public static IEnumerable<Way> All =>
        from scheme in new[] { "ws", "wss" }
        from isCompressed in new[] { false, true }
        from via in Enum.GetValues<Via>()
        select new Way(scheme, isCompressed, via);
}
