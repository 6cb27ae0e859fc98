namespace WsActors.Actors.Transport;

/// <summary>Reasons for which a peer on a TLS listener is refused before its opening handshake. The names are metric labels.</summary>
internal static class TlsFault
{
    /// <summary>Its first byte begins neither a TLS handshake nor an HTTP request.</summary>
    public const string NotTls = "not_tls";

    /// <summary>It offers only versions of TLS that are not allowed here.</summary>
    public const string Version = "tls_version";

    /// <summary>The handshake broke off: no common cipher, a certificate that the peer refuses, bytes that make no sense.</summary>
    public const string Handshake = "tls_failed";

    /// <summary>More TLS handshakes per second began than the settings allow.</summary>
    public const string Overloaded = "tls_overloaded";

    /// <summary>The handshake took long while others waited for its place.</summary>
    public const string Slow = "tls_slow";

    /// <summary>The first byte of every TLS connection: the record type "handshake" (RFC 8446 §5.1).</summary>
    private const byte HandshakeRecord = 22;

    public static bool IsTls(byte first) => first == HandshakeRecord;

    /// <summary>True if a stream with that first byte can be HTTP: a request begins with a method, and methods are letters.</summary>
    public static bool IsHttp(byte first) => char.IsAsciiLetter((char)first);
}
