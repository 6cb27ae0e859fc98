using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Replaying;

/// <summary>The export of a tap: lines of JSON from the console, or the events of <c>GET /api/connections/{id}/tap</c> as curl writes them.</summary>
internal sealed class ReplayFile
{
    private const string DataField = "data: ";

    private readonly List<ReplayMessage> _messages = [];
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);
    private readonly List<byte> _payload = [];
    private DateTimeOffset? _startedAt;
    private WebSocketMessageType _kind;
    private string? _fault;
    private bool _isInMessage;

    private ReplayFile()
    {
    }

    /// <summary>The client protocol that was tapped; null if the file does not name it.</summary>
    public string? Protocol { get; private set; }

    /// <summary>The client's messages that are there in full, in their order.</summary>
    public IReadOnlyList<ReplayMessage> Messages => _messages;

    /// <summary>The numbers of the client's messages and control frames that cannot be replayed, by cause.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    /// <exception cref="UsageException">A line is no event of a tap.</exception>
    public static ReplayFile Read(IEnumerable<string> lines)
    {
        var file = new ReplayFile();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.StartsWith(DataField, StringComparison.Ordinal) ? line[DataField.Length..] : line;
            if (!text.StartsWith('{'))
                continue;

            try
            {
                file.Take(JsonSerializer.Deserialize<JsonElement>(text));
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                throw new UsageException($"line {number} is no event of a tap: {fault.Message}");
            }
        }

        return file;
    }

    private void Take(JsonElement json)
    {
        if (json.TryGetProperty("protocol", out var protocol))
            Protocol = protocol.GetString();
        if (json.TryGetProperty("at", out var at))
            _startedAt ??= at.GetDateTimeOffset();
        if (json.TryGetProperty("direction", out var direction) && direction.GetString() == "in")
            TakeFrame(json, at.GetDateTimeOffset() - _startedAt!.Value);
    }

    private void TakeFrame(JsonElement frame, TimeSpan after)
    {
        var opcode = frame.GetProperty("opcode").GetString()!;
        switch (opcode)
        {
            case "text" or "binary":
                Begin(opcode == "text" ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
                break;
            case "continuation" when _isInMessage:
                break;
            case "continuation":
                Begin(WebSocketMessageType.Text);
                _fault = "begun before the tap";
                break;
            default:
                LeaveOut(opcode);
                return;
        }

        _fault ??= FaultOf(frame);
        if (_fault is null && frame.TryGetProperty("payload", out var payload))
            _payload.AddRange(frame.TryGetProperty("encoding", out _) ? Convert.FromBase64String(payload.GetString()!) : Encoding.UTF8.GetBytes(payload.GetString()!));
        if (frame.GetProperty("final").GetBoolean())
            End(after);
    }

    private void Begin(WebSocketMessageType kind)
    {
        (_isInMessage, _kind, _fault) = (true, kind, null);
        _payload.Clear();
    }

    private void End(TimeSpan after)
    {
        _isInMessage = false;
        if (_fault is null)
            _messages.Add(new ReplayMessage(after, _kind, [.. _payload]));
        else
            LeaveOut(_fault);
    }

    private void LeaveOut(string cause) => _leftOut[cause] = _leftOut.GetValueOrDefault(cause) + 1;

    private static string? FaultOf(JsonElement frame)
    {
        if (frame.TryGetProperty("withheld", out var cause))
            return $"withheld ({cause.GetString()})";
        if (frame.TryGetProperty("truncated", out var truncated) && truncated.GetBoolean())
            return "truncated";

        return frame.GetProperty("size").GetUInt64() > 0 && !frame.TryGetProperty("payload", out _) ? "without payload" : null;
    }
}
