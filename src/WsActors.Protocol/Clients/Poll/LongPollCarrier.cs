using System.Globalization;
using System.Text;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Clients.Poll;

/// <summary>Each payload is the content of a whole HTTP response, still without its Date.</summary>
public sealed class LongPollCarrier : ICarrier
{
    public static readonly LongPollCarrier Instance = new();

    private LongPollCarrier()
    {
    }

    /// <summary>
    /// The response to HEAD (RFC 9110 §9.3.2), which may leave out what only the content would tell, such as its length.
    /// </summary>
    public ReadOnlySpan<byte> Head =>
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"u8;

    public byte[] Frame(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n" +
            $"Access-Control-Allow-Origin: *\r\nContent-Length: {payload.Length.ToString(CultureInfo.InvariantCulture)}\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. payload];
    }
}
