using WsActors.Actors.Telemetry;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Actors.Connections.Writing;

/// <summary>
/// Compresses the frames of one connection by a compressor of its own. Each refers to those before it, so all of them have to be sent, in
/// order: a frame is compressed when it leaves the outbox.
/// </summary>
internal sealed class OwnCompression : IFrameCompression, IDisposable
{
    private readonly IFrameCompression _compressor;
    private readonly ServerTelemetry _telemetry;

    public OwnCompression(IFrameCompression compressor, ServerTelemetry telemetry)
    {
        _compressor = compressor;
        _telemetry = telemetry;
        AsItLeaves = frame => FrameWriter.IsPlainMessage(frame) ? Compress(frame) : frame;
    }

    public bool IsShared => false;

    /// <summary>Compresses a frame unless it is a control frame or compressed already.</summary>
    public Func<byte[], byte[]> AsItLeaves { get; }

    public byte[] Compress(byte[] frame) => _compressor.CompressMeasured(frame, _telemetry);

    public void Dispose() => (_compressor as IDisposable)?.Dispose();
}
