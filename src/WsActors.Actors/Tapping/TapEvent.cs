using WsActors.Protocol.Tapping;

namespace WsActors.Actors.Tapping;

/// <summary>A frame that has passed a tap.</summary>
/// <param name="IsFromClient">True if the client sent it.</param>
/// <param name="At">The time at which its last byte was received, or handed to the operating system to be sent.</param>
/// <param name="Frame">The frame.</param>
/// <param name="SkippedBefore">Frames that were left out before it since the last event, because the reader was too slow.</param>
public sealed record TapEvent(bool IsFromClient, DateTimeOffset At, FrameView Frame, long SkippedBefore);
