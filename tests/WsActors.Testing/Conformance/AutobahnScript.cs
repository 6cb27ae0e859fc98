using System.Text;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>The steps of the client in one case, and the frames that the server must send, in order, with the close frame last.</summary>
public sealed class AutobahnScript
{
    private readonly List<AutobahnStep> _steps = [];
    private readonly List<ServerFrame> _answers = [];

    public IReadOnlyList<AutobahnStep> Steps => _steps;

    /// <summary>The frames before the close frame.</summary>
    public IReadOnlyList<ServerFrame> Answers => _answers;

    /// <summary>The code of the server's close frame; null where it holds none, as the client's did not.</summary>
    public ushort? CloseCode { get; private set; }

    /// <summary>All that the client sends, as one piece.</summary>
    public byte[] AllBytes => [.. _steps.OfType<AutobahnStep.Send>().SelectMany(step => step.Bytes)];

    /// <param name="first">FIN, reserved bits and opcode.</param>
    /// <param name="payload">The payload, to be masked.</param>
    /// <param name="chop">Bytes of each write; 0 sends the frame in one.</param>
    public AutobahnScript Sends(byte first, ReadOnlySpan<byte> payload = default, int chop = 0) =>
        SendsBytes(ClientFrame.Frame(first, payload), chop);

    public AutobahnScript Sends(byte first, string payload, int chop = 0) => Sends(first, Encoding.UTF8.GetBytes(payload), chop);

    public AutobahnScript SendsBytes(byte[] bytes, int chop = 0)
    {
        _steps.Add(new AutobahnStep.Send(bytes, chop));
        return this;
    }

    /// <summary>A message in fragments of so many bytes, each a write of its own.</summary>
    public AutobahnScript SendsFragmented(byte opcode, ReadOnlySpan<byte> payload, int size)
    {
        for (var from = 0; from < payload.Length; from += size)
        {
            var isLast = from + size >= payload.Length;
            var first = (byte)((isLast ? 0x80 : 0) | (from == 0 ? opcode : 0));
            Sends(first, payload[from..Math.Min(payload.Length, from + size)]);
        }

        return this;
    }

    public AutobahnScript Expects(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        _answers.Add(new ServerFrame(opcode, payload.ToArray()));
        return this;
    }

    public AutobahnScript Expects(Opcode opcode, string payload) => Expects(opcode, Encoding.UTF8.GetBytes(payload));

    /// <summary>The client goes on only when all that was expected so far has come.</summary>
    public AutobahnScript AwaitsAnswers()
    {
        _steps.Add(new AutobahnStep.AwaitAnswers(_answers.Count));
        return this;
    }

    /// <summary>The client has what it wanted and closes: the server answers with the same code.</summary>
    public void ThenCloses(ushort code = 1000)
    {
        AwaitsAnswers();
        SendsClose(code);
    }

    /// <summary>The client closes without waiting for anything; what it sends afterwards is ignored.</summary>
    public AutobahnScript SendsClose(ushort? code, string reason = "")
    {
        SendsBytes(ClientFrame.Close(code, reason));
        CloseCode = code;
        return this;
    }

    /// <summary>The server fails the connection, and everything before that was answered.</summary>
    public void Fails(ushort code) => CloseCode = code;
}
