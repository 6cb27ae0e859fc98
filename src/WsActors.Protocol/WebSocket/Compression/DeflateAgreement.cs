using System.Text;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>What a connection agreed on about permessage-deflate (RFC 7692 §7.1).</summary>
public sealed record DeflateAgreement
{
    /// <summary>Bits of the largest window: what is meant where none are named (RFC 7692 §7.1.2).</summary>
    public const int LargestWindowBits = 15;

    /// <summary>Whether our messages may refer to earlier ones (RFC 7692 §7.1.1.1).</summary>
    public bool ServerKeepsContext { get; init; }

    /// <summary>Whether the client's messages may refer to earlier ones (RFC 7692 §7.1.1.2).</summary>
    public bool ClientKeepsContext { get; init; }

    /// <summary>How far back our messages may refer: as far as the client asked or less; null where it did not ask (RFC 7692 §7.1.2.1).</summary>
    public int? ServerMaxWindowBits { get; init; }

    /// <summary>How far back the client's messages refer, as it offered; null where it did not (RFC 7692 §7.1.2.2).</summary>
    public int? ClientMaxWindowBits { get; init; }

    /// <summary>The answer in Sec-WebSocket-Extensions.</summary>
    public string HeaderValue
    {
        get
        {
            var value = new StringBuilder(DeflateNegotiation.ExtensionName);
            if (!ServerKeepsContext)
                value.Append("; ").Append(DeflateNegotiation.ServerNoContextTakeover);
            if (!ClientKeepsContext)
                value.Append("; ").Append(DeflateNegotiation.ClientNoContextTakeover);
            if (ServerMaxWindowBits is { } serverBits)
                value.Append("; ").Append(DeflateNegotiation.ServerMaxWindowBits).Append('=').Append(serverBits);
            if (ClientMaxWindowBits is { } clientBits)
                value.Append("; ").Append(DeflateNegotiation.ClientMaxWindowBits).Append('=').Append(clientBits);
            return value.ToString();
        }
    }
}
