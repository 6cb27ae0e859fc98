using System.Runtime.InteropServices;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// The structure that epoll_ctl reads and epoll_wait fills: <c>struct epoll_event { uint32_t events; uint64_t data; }</c>.
/// </summary>
internal static class EventBuffer
{
    // sys/epoll.h: packed on x86-64, and nowhere else.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    public static readonly int EventBytes = DataOffset + sizeof(ulong);

    /// <summary>Room for the longest event.</summary>
    public const int MaxEventBytes = 16;

    public static void Write(Span<byte> place, Readiness interest, int descriptor, uint generation)
    {
        MemoryMarshal.Write(place, (uint)interest);
        MemoryMarshal.Write(place[DataOffset..], ((ulong)generation << 32) | (uint)descriptor);
    }

    public static Readiness Read(ReadOnlySpan<byte> place, out int descriptor, out uint generation)
    {
        var data = MemoryMarshal.Read<ulong>(place[DataOffset..]);
        descriptor = (int)(uint)data;
        generation = (uint)(data >> 32);
        return (Readiness)MemoryMarshal.Read<uint>(place);
    }
}
