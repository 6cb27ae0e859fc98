using System.Buffers;

namespace WsActors.Protocol.WebSocket.Messages;

/// <summary>
/// Lends the buffers of unfinished messages. Large ones are left to the garbage collector: the shared pool keeps up to 32 of each size
/// per core, which for 16 MiB is an unused gigabyte on two cores.
/// </summary>
internal static class MessageBuffers
{
    /// <summary>Bytes of the largest buffer that is pooled.</summary>
    public const int LargestPooled = 256 * 1024;

    /// <summary>A buffer of at least so many bytes, whatever is in them.</summary>
    public static byte[] Rent(int bytes) => bytes <= LargestPooled
        ? ArrayPool<byte>.Shared.Rent(bytes)
        : GC.AllocateUninitializedArray<byte>(bytes);

    public static void Return(byte[] buffer)
    {
        if (buffer.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
