namespace WsActors.Protocol.Topics;

/// <summary>What becomes of a subscriber that returns.</summary>
/// <param name="IsComplete">Whether it has, or is given, everything since it left.</param>
/// <param name="Missed">
/// The messages of this log that it will not get. Null also where the recovery is not complete but nothing of this log
/// is missing: what was lost had numbers of another epoch, and no range of this one can name it.
/// </param>
/// <param name="After">The offset behind which it is given everything that follows.</param>
public sealed record Recovery(bool IsComplete, MissedRange? Missed, long After);
