namespace WsActors.Actors.Connections.Limits;

/// <summary>Counts what a connection reads, and how much it reads on while it ends.</summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct Intake
{
    /// <summary>
    /// Bytes that are read after the end began, to find the peer's close frame behind what it had sent before. The rest stays in
    /// the socket: a peer that goes on sending is held back by its own TCP until the close timeout.
    /// </summary>
    private const int MaxBytesWhileClosing = 1024 * 1024;

    private int _bytesWhileClosing;

    /// <summary>True if reading has to begin again: how much of the answers has to wait is known at the end of the turn.</summary>
    public bool IsPaused { get; set; }

    /// <summary>True if the peer has ended its side.</summary>
    public bool HasPeerEnded { get; private set; }

    /// <summary>True if the transport was told that nothing more will be sent.</summary>
    public bool IsSendingEnded { get; set; }

    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>False once a peer that is to close has sent so much else that nothing more is read.</summary>
    public readonly bool MayReadOn => _bytesWhileClosing < MaxBytesWhileClosing;

    public void CountBytes(int count, bool isClosing)
    {
        Bytes += count;
        if (isClosing)
            _bytesWhileClosing += count;
    }

    /// <summary>Notes that the reading of this turn is over.</summary>
    public void Pause(bool hasPeerEnded)
    {
        HasPeerEnded |= hasPeerEnded;
        IsPaused = !hasPeerEnded;
    }

    public void CountMessage() => Messages++;
}
