namespace WsActors.Protocol.Http;

/// <summary>The limits of an opening handshake, which apply before the peer has proved anything.</summary>
public sealed record HandshakeLimits
{
    /// <summary>Bytes of the whole request head: request line, headers and the empty line.</summary>
    public int MaxRequestBytes { get; init; } = 8 * 1024;

    /// <summary>Header lines of one request.</summary>
    public int MaxHeaders { get; init; } = 100;

    /// <summary>The strings that requests repeat. They bound nothing; they save the copies.</summary>
    public KnownHeaderStrings KnownStrings { get; init; } = KnownHeaderStrings.Common;
}
