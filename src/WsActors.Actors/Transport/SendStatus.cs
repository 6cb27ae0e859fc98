namespace WsActors.Actors.Transport;

/// <summary>The outcome of a send.</summary>
public enum SendStatus : byte
{
    /// <summary>All bytes are in the kernel.</summary>
    Sent,

    /// <summary>The kernel's buffer is full; the transport keeps the bytes and reports when they are sent.</summary>
    Pending,

    /// <summary>The peer is gone.</summary>
    Failed,
}
