using WsActors.Actors.Telemetry;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Compresses and counts.</summary>
internal static class MeasuredCompression
{
    /// <summary>Compresses a frame for one connection and records how much shorter it became.</summary>
    public static byte[] CompressMeasured(this IFrameCompression compression, byte[] frame, ServerTelemetry telemetry)
    {
        var compressed = compression.Compress(frame);
        if (compressed != frame)
            telemetry.Compression.Compressed(CompressionUse.Own, frame.Length, compressed.Length);
        return compressed;
    }
}
