namespace WsActors.Actors.Telemetry;

/// <summary>Tells frames that were compressed for many connections from those compressed for one.</summary>
public enum CompressionUse : byte
{
    /// <summary>A publication, compressed once for all receivers that negotiated the same parameters.</summary>
    Shared,

    /// <summary>A frame for one connection: an answer, an echo, or anything that uses the connection's own context.</summary>
    Own,
}
