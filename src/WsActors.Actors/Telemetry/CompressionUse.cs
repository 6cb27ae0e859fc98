namespace WsActors.Actors.Telemetry;

/// <summary>For whom a frame was compressed.</summary>
public enum CompressionUse : byte
{
    /// <summary>A publication, once for all of its receivers that agreed on the same.</summary>
    Shared,

    /// <summary>One connection alone: an answer, an echo, or anything under its own context.</summary>
    Own,
}
