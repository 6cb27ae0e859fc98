using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>The contract over plain TCP.</summary>
public sealed class SocketTransportTests : TransportContract
{
    private protected override async Task<TransportPair> OpenAsync()
    {
        var pair = await TransportPair.ConnectAsync(socket => new SocketTransport(socket));
        pair.Transport.Attach(Owner);
        return pair;
    }
}
