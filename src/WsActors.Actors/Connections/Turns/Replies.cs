using System.Buffers;

namespace WsActors.Actors.Connections.Turns;

/// <summary>
/// Gathers what a session writes within a turn. A turn never leaves its thread, so there is one buffer per thread.
/// </summary>
internal static class Replies
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _ofThread;

    public static ArrayBufferWriter<byte> OfThread => _ofThread ??= new ArrayBufferWriter<byte>(256);

    /// <summary>Forgets what a turn that failed on this thread has left behind.</summary>
    public static void Begin() => _ofThread?.ResetWrittenCount();

    /// <summary>A copy of what has been written, which is forgotten here; empty if nothing was.</summary>
    public static byte[] Take()
    {
        var written = OfThread.WrittenSpan.ToArray();
        OfThread.ResetWrittenCount();
        return written;
    }
}
