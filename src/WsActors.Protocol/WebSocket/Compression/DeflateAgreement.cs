using System.Text;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>The negotiated parameters of permessage-deflate (RFC 7692 §7.1).</summary>
public sealed record DeflateAgreement
{
    /// <summary>The bits of the largest window, which is the default (RFC 7692 §7.1.2).</summary>
    public const int LargestWindowBits = 15;

    /// <summary>True if our messages may refer to earlier ones (RFC 7692 §7.1.1.1).</summary>
    public bool ServerKeepsContext { get; init; }

    /// <summary>True if the client's messages may refer to earlier ones (RFC 7692 §7.1.1.2).</summary>
    public bool ClientKeepsContext { get; init; }

    /// <summary>
    /// The window of our messages: as large as the client asked or smaller; null if it did not ask (RFC 7692 §7.1.2.1).
    /// </summary>
    public int? ServerMaxWindowBits { get; init; }

    /// <summary>The window of the client's messages, as it offered; null if it did not (RFC 7692 §7.1.2.2).</summary>
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
