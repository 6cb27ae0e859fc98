using Akka.Event;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Actors.Connections;

/// <summary>What is said becomes frames, and passes before the messages that wait or does not.</summary>
public sealed partial class ConnectionActor
{
    /// <summary>
    /// Sends an event, if the client's protocol can express it, in its place among the topics' messages: an event of a topic
    /// would be wrong ahead of those that wait, and a goodbye means that nothing follows.
    /// </summary>
    private void Say(ServerEvent serverEvent)
    {
        if (_encoding.Encode(serverEvent) is not { } frame)
            return;

        CountMessage();
        Send(CompressedForAll(frame));
    }

    /// <summary>Answers a request, ahead of the messages that wait: nothing in it depends on having seen them.</summary>
    private void Answer(ServerEvent answer)
    {
        if (_encoding.Encode(answer) is not { } frame)
            return;

        CountMessage();
        SendFirst(CompressedForAll(frame));
    }

    /// <summary>Answers a faulty request; if the protocol cannot express errors, the connection is closed instead.</summary>
    private void SayError(RequestId? request, string code, string message)
    {
        _environment.Log.Debug("Connection {0}: {1}: {2}", _id, code, message);
        if (_encoding.Encode(new ServerEvent.Error(request, code, message)) is { } frame)
            SendFirst(CompressedForAll(frame));
        else
            CloseByUs(_encoding.Protocol.CloseCodeOfError(code), message);
    }

    private bool CompressesForItself => _compression is { IsShared: false };

    // Where each message is compressed by itself, that is done at once. What a compressor of our own makes refers to what it
    // made before, and so has to be sent, all of it and in order: its turn comes when the frame leaves (CompressAsItLeaves).
    private byte[] CompressedForAll(byte[] frame)
    {
        if (_compression is null)
            return frame;

        TakeWork(frame.Length);
        return _compression.IsShared ? Compress(frame) : frame;
    }

    private byte[] CompressAsItLeaves(byte[] frame) => FrameWriter.IsPlainMessage(frame) ? Compress(frame) : frame;

    private byte[] Compress(byte[] frame)
    {
        var compressed = _compression!.Compress(frame);
        if (compressed != frame)
            _environment.Telemetry.Compression.Compressed(CompressionUse.Own, frame.Length, compressed.Length);
        return compressed;
    }
}
