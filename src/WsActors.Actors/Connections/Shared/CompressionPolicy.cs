using WsActors.Actors.Settings;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Shared;

/// <summary>Decides which of a client's offers to compress this node accepts. Immutable; shared by all connections.</summary>
internal sealed class CompressionPolicy(CompressionSettings settings)
{
    private readonly FrameCompressions _compressions = new(settings.Level, settings.MinBytes);

    /// <summary>Selects an offer; null if none is acceptable.</summary>
    /// <param name="request">The client's handshake.</param>
    /// <param name="outcome">The metric's label.</param>
    public DeflateAgreement? Agree(HandshakeRequest request, out string outcome)
    {
        var agreement = settings.Enabled
            ? DeflateNegotiation.Negotiate(request.Extensions, settings.ServerContextTakeover, settings.ClientContextTakeover)
            : null;
        outcome = (agreement, settings.Enabled, request.Extensions.Count) switch
        {
            (not null, _, _) => "agreed",
            (null, false, _) => "disabled",
            (null, true, 0) => "not_offered",
            _ => "declined",
        };
        return agreement;
    }

    /// <summary>The compressor for frames of a connection with this agreement; null if they are not compressed.</summary>
    public IFrameCompression? CompressionFor(DeflateAgreement? agreement) =>
        agreement is null ? null : _compressions.For(agreement);
}
