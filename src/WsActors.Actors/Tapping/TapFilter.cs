using WsActors.Protocol.Tapping;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Actors.Tapping;

/// <summary>Selects the frames that a tap shows.</summary>
public sealed record TapFilter
{
    /// <summary>True for the frames of the client.</summary>
    public bool FromClient { get; init; } = true;

    /// <summary>True for the frames of the server.</summary>
    public bool ToClient { get; init; } = true;

    /// <summary>The opcodes, as a set of the bits of <see cref="FrameOpcodes"/>.</summary>
    public int Opcodes { get; init; } = ~0;

    /// <summary>Only messages that name this topic; null for all frames.</summary>
    public string? Topic { get; init; }

    /// <summary>Bytes of each payload to show, from 0.</summary>
    public int PayloadBytes { get; init; }

    internal bool Selects(bool isFromClient) => isFromClient ? FromClient : ToClient;

    internal bool Selects(TappedFrame frame, bool isFromClient) =>
        Selects(isFromClient) && (Opcodes & FrameOpcodes.BitOf(frame.Opcode)) != 0;

    internal bool Selects(FrameView view) => Topic is null || view.Topics.Contains(Topic, StringComparer.Ordinal);
}
