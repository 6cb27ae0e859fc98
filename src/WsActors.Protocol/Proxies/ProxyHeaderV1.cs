using System.Globalization;
using System.Net;
using System.Text;

namespace WsActors.Protocol.Proxies;

/// <summary>Version 1: one line of text, as in <c>PROXY TCP4 192.0.2.7 198.51.100.1 40000 443</c>.</summary>
internal static class ProxyHeaderV1
{
    public static ReadOnlySpan<byte> Signature => "PROXY "u8;

    public static ProxyHeaderStatus Read(
        ReadOnlySpan<byte> bytes, out ProxyHeader? header, out int consumed, out ProxyHeaderFault? fault)
    {
        header = null;
        fault = null;
        var end = bytes[..Math.Min(bytes.Length, ProxyHeaderReader.MaxLineBytes)].IndexOf("\r\n"u8);
        consumed = end + 2;
        if (end >= 0)
            header = Parse(Encoding.Latin1.GetString(bytes[Signature.Length..end]), out fault);
        else if (bytes.Length >= ProxyHeaderReader.MaxLineBytes)
            fault = ProxyHeaderFault.TooLong;
        else
            return ProxyHeaderStatus.NeedMore;

        return fault is null ? ProxyHeaderStatus.Complete : ProxyHeaderStatus.Faulty;
    }

    private static ProxyHeader? Parse(string line, out ProxyHeaderFault? fault)
    {
        fault = null;
        var words = line.Split(' ');

        // §2.1: for "UNKNOWN", "the receiver must ignore anything presented before the CRLF".
        if (words[0] == "UNKNOWN")
            return ProxyHeader.Own;
        if (words[0] is not ("TCP4" or "TCP6"))
            fault = ProxyHeaderFault.Malformed("PROXY must be followed by TCP4, TCP6 or UNKNOWN");
        else if (words.Length != 5)
            fault = ProxyHeaderFault.Malformed("two addresses and two ports are needed, with single spaces between them");
        else if (AddressOf(words[1], words[0]) is not { } source || AddressOf(words[2], words[0]) is null)
            fault = ProxyHeaderFault.Malformed($"the addresses are not of {words[0]}");
        else if (PortOf(words[3]) is not { } port || PortOf(words[4]) is null)
            fault = ProxyHeaderFault.Malformed("the ports are not numbers from 0 to 65535 without leading zeros");
        else
            return new ProxyHeader(new IPEndPoint(source, port));

        return null;
    }

    private static IPAddress? AddressOf(string text, string family) =>
        NodeAddress.TryParse(text, out var address) && NodeAddress.IsIPv6(text) == (family == "TCP6") ? address : null;

    // §2.1: "Heading zeroes are not permitted in front of numbers".
    private static ushort? PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && text.Length == port.ToString(CultureInfo.InvariantCulture).Length
            ? port
            : null;
}
