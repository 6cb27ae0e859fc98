namespace WsActors.Protocol.Proxies;

/// <summary>
/// Reads the header that a proxy puts in front of a connection ("The PROXY protocol, versions 1 &amp; 2", Willy Tarreau,
/// HAProxy). The receiver "MUST not try to guess whether the protocol header is present or not": this is only asked where
/// the settings say that there is one.
/// </summary>
public static class ProxyHeaderReader
{
    /// <summary>§2.1: "a 108-byte buffer is always enough to store all the line and a trailing zero".</summary>
    public const int MaxLineBytes = 107;

    /// <summary>§2: a header fits "in a single TCP segment": 536 bytes, the smallest that every host takes.</summary>
    public const int MaxBytes = 536;

    /// <summary>Reads the header from the front of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">All that has come so far.</param>
    /// <param name="header">The header, when complete.</param>
    /// <param name="consumed">Its length in bytes, when complete.</param>
    /// <param name="fault">The fault, when faulty.</param>
    public static ProxyHeaderStatus Read(
        ReadOnlySpan<byte> bytes, out ProxyHeader? header, out int consumed, out ProxyHeaderFault? fault)
    {
        header = null;
        consumed = 0;
        fault = null;
        if (BeginsAs(bytes, ProxyHeaderV2.Signature))
            return ProxyHeaderV2.Read(bytes, out header, out consumed, out fault);
        if (BeginsAs(bytes, ProxyHeaderV1.Signature))
            return ProxyHeaderV1.Read(bytes, out header, out consumed, out fault);

        fault = ProxyHeaderFault.Missing;
        return ProxyHeaderStatus.Faulty;
    }

    /// <summary>True if the bytes are the signature or its beginning; the two versions differ in their first byte.</summary>
    private static bool BeginsAs(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) =>
        bytes.Length < signature.Length ? signature.StartsWith(bytes) : bytes.StartsWith(signature);
}
