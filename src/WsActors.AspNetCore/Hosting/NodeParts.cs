using WsActors.Actors.Transport;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;

namespace WsActors.AspNetCore.Hosting;

/// <summary>The files and sockets of a node, which are opened before anything of it starts, so that a fault is found first.</summary>
internal sealed class NodeParts : IAsyncDisposable
{
    private NodeParts(ServerConfiguration configuration, TlsIdentities? identities, IAsyncDisposable? history, IListener listener)
    {
        Configuration = configuration;
        Identities = identities;
        History = history;
        Listener = listener;
    }

    public ServerConfiguration Configuration { get; }

    /// <summary>The certificates; null if TLS is off.</summary>
    public TlsIdentities? Identities { get; }

    /// <summary>The opened store of durable topics; null if no topic is durable.</summary>
    public IAsyncDisposable? History { get; }

    /// <summary>The bound push listener.</summary>
    public IListener Listener { get; }

    /// <exception cref="InvalidConfigurationException">A setting names something that cannot be used.</exception>
    public static async Task<NodeParts> OpenAsync(ServerConfiguration configuration)
    {
        var identities = TlsIdentities.Load(configuration.Tls);
        var history = await configuration.OpenHistoryAsync();
        try
        {
            var listener = PushListener.Bind(configuration.Server.Push, configuration.Tls.IsOnForPush ? identities!.Push : null);
            return new NodeParts(configuration, identities, history, listener);
        }
        catch
        {
            if (history is not null)
                await history.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Listener.Dispose();
        if (History is not null)
            await History.DisposeAsync();
    }
}
