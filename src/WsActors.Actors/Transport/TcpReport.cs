using System.Buffers.Binary;

namespace WsActors.Actors.Transport;

/// <summary>The kernel's report on the peer of a TCP connection (Linux: TCP_INFO).</summary>
/// <param name="AcknowledgedBytes">Bytes that the peer's host has acknowledged since the connection began.</param>
/// <param name="SinceAcknowledgement">Time since the last acknowledgement arrived; window probes are acknowledged too.</param>
/// <param name="IsUnanswered">True if the last retransmission or window probe was not answered.</param>
public readonly record struct TcpReport(ulong AcknowledgedBytes, TimeSpan SinceAcknowledgement, bool IsUnanswered)
{
    /// <summary>Bytes of struct tcp_info up to and including tcpi_bytes_acked (Linux 4.1).</summary>
    internal const int InfoBytes = AcknowledgedAt + sizeof(ulong);

    // Offsets in struct tcp_info of linux/tcp.h, which only ever grows at its end.
    private const int RetransmitsAt = 2;
    private const int ProbesAt = 3;
    private const int LastAcknowledgementAt = 56;
    private const int AcknowledgedAt = 120;

    /// <summary>
    /// True if the peer's host has stopped answering. A host whose application reads slowly still acknowledges: at least the
    /// probes of its closed window.
    /// </summary>
    /// <param name="after">The time that an answer may take.</param>
    public bool IsGone(TimeSpan after) => IsUnanswered && SinceAcknowledgement >= after;

    /// <summary>Reads what getsockopt(TCP_INFO) has returned; null if the kernel is too old.</summary>
    internal static TcpReport? Parse(ReadOnlySpan<byte> info)
    {
        if (info.Length < InfoBytes)
            return null;

        // The kernel writes the numbers in the byte order of the machine, which is little-endian on x64 and arm64.
        return new TcpReport(
            BinaryPrimitives.ReadUInt64LittleEndian(info[AcknowledgedAt..]),
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(info[LastAcknowledgementAt..])),
            info[RetransmitsAt] > 0 || info[ProbesAt] > 0);
    }
}
