using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The message or frame that has begun and not ended, and the bytes that it holds.</summary>
internal sealed partial class MessageReader
{
    /// <summary>True if a frame or a message has begun and not ended.</summary>
    public bool IsMidMessage => _isInsideMessage || _frames.IsInPayload;

    /// <summary>
    /// Bytes that are held for what has not ended: buffers at their full length, used or not, and a borrowed inflater. One that keeps
    /// the client's context is there between messages too, and does not count.
    /// </summary>
    public int HeldBytes =>
        (_message?.Capacity ?? 0) + (_control?.Capacity ?? 0) + (_inflater is null || KeepsContext ? 0 : Inflater.LargestBytes);

    /// <summary>Has a tap begin where this reader is.</summary>
    public void Place(FrameTap tap) => tap.BeginWithin(_frames.Missing, _frames.PartialHeader, _isCompressed);
}
