using WsActors.Actors.Telemetry;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Connections.Writing;

/// <summary>Compresses the frames of one connection, if that was agreed on.</summary>
internal readonly struct ConnectionCompression(IFrameCompression? compression, ServerTelemetry telemetry)
{
    private readonly IFrameCompression? _compression =
        compression is { IsShared: false } ? new OwnCompression(compression, telemetry) : compression;

    /// <summary>The compression that the connection shares with others; null if it has none, or one of its own.</summary>
    public IFrameCompression? Shared => _compression is { IsShared: true } ? _compression : null;

    /// <summary>Compresses frames when they leave; null unless the connection has a compressor of its own.</summary>
    public Func<byte[], byte[]>? AsItLeaves => (_compression as OwnCompression)?.AsItLeaves;

    /// <summary>The frame as it is to be queued: a shared compressor compresses at once, one of its own when the frame leaves.</summary>
    public byte[] Of(byte[] frame, in Outlet outlet)
    {
        if (_compression is null)
            return frame;

        outlet.Rates.ChargeWork(outlet.Environment, frame.Length);
        return _compression.IsShared ? _compression.CompressMeasured(frame, outlet.Environment.Telemetry) : frame;
    }

    public void Dispose() => (_compression as IDisposable)?.Dispose();
}
