namespace WsActors.Actors.Transport;

/// <summary>How a send went.</summary>
public enum SendStatus : byte
{
    /// <summary>All bytes are in the kernel.</summary>
    Sent,

    /// <summary>The kernel's buffer is full: the transport keeps the bytes and tells when they are gone.</summary>
    Pending,

    /// <summary>The peer is gone.</summary>
    Failed,
}
