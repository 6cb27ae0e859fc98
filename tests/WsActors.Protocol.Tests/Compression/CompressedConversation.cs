using System.Buffers;
using System.Text;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>A session whose client offers extensions; what comes of its bytes is kept in words.</summary>
internal sealed class CompressedConversation
{
    private readonly ServerSession _session = new(new SessionLimits());
    private readonly ArrayBufferWriter<byte> _replies = new();
    private readonly List<string> _events = [];
    private readonly bool _serverKeeps;
    private readonly bool _clientKeeps;
    private readonly int _maxMessageBytes;

    public CompressedConversation(
        string? offer = "permessage-deflate", bool serverKeeps = false, bool clientKeeps = false, int maxMessageBytes = 1 << 20)
    {
        _serverKeeps = serverKeeps;
        _clientKeeps = clientKeeps;
        _maxMessageBytes = maxMessageBytes;
        Feed(Encoding.Latin1.GetBytes(
            UpgradeRequest.To("/echo", offer is null ? null : $"Sec-WebSocket-Extensions: {offer}\r\n")));
        Answer = Encoding.Latin1.GetString(_replies.WrittenSpan);
        _replies.ResetWrittenCount();
    }

    /// <summary>The answer to the handshake.</summary>
    public string Answer { get; }

    /// <summary>What the bytes meant, such as "text Hello", "binary 0102", "ping 01" and "violated invalid_utf8 1007".</summary>
    public IReadOnlyList<string> Events => _events;

    public ServerSession Session => _session;

    public SessionState State => _session.State;

    /// <summary>The value of Sec-WebSocket-Extensions in the answer; null where there is none.</summary>
    public string? Extensions => Answer.Split("\r\n")
        .Where(line => line.StartsWith("Sec-WebSocket-Extensions: ", StringComparison.Ordinal))
        .Select(line => line["Sec-WebSocket-Extensions: ".Length..])
        .SingleOrDefault();

    /// <summary>Feeds the client's bytes, cut into pieces of so many bytes; all at once for 0.</summary>
    public CompressedConversation Feed(ReadOnlySpan<byte> bytes, int pieceLength = 0)
    {
        var rest = bytes.ToArray().AsSpan();
        while (!rest.IsEmpty)
        {
            var piece = rest[..(pieceLength == 0 ? rest.Length : Math.Min(pieceLength, rest.Length))];
            rest = rest[piece.Length..];
            while (_session.TryAdvance(ref piece, _replies, out var happened))
                On(happened);
        }

        return this;
    }

    public CompressedConversation Close()
    {
        _session.Close(CloseCode.Normal, "", _replies);
        return this;
    }

    private void On(in SessionEvent happened)
    {
        switch (happened.Kind)
        {
            case SessionEventKind.Requested:
                _session.Accept(
                    null, _maxMessageBytes, _replies, DeflateNegotiation.Negotiate(happened.Request!.Extensions, _serverKeeps, _clientKeeps));
                break;
            case SessionEventKind.Refused:
                _events.Add($"refused {happened.Refusal!.Status}");
                break;
            case SessionEventKind.Message when happened.Message == MessageKind.Text:
                _events.Add("text " + Encoding.UTF8.GetString(happened.Payload));
                break;
            case SessionEventKind.Message:
                _events.Add("binary " + Convert.ToHexString(happened.Payload));
                break;
            case SessionEventKind.Violated:
                _events.Add($"violated {happened.Violation!.Name} {happened.Violation.Code.Value}");
                break;
            case SessionEventKind.Closed:
                _events.Add($"closed {happened.Close!.Code.Value}");
                break;
            default:
                _events.Add($"{happened.Kind.ToString().ToLowerInvariant()} {Convert.ToHexString(happened.Payload)}");
                break;
        }
    }
}
