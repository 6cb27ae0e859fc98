using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WsActors.Actors.Transport;

/// <summary>Begins a connection on a TLS listener: finds out whether the peer speaks TLS, and does the TLS handshake. Runs once.</summary>
internal sealed class TlsHandshake(Socket socket, ITlsIdentity identity, TlsTurn? turn = null)
{
    private static readonly ServerOptionsSelectionCallback Choose =
        (_, hello, handshake, _) => ValueTask.FromResult(((TlsHandshake)handshake!).OptionsFor(hello));

    private bool _versionsDiffer;

    /// <summary>The stream to continue with; null if the handshake failed.</summary>
    public SslStream? Stream { get; private set; }

    /// <summary>The answer to a peer that speaks plain HTTP on this port; null if the peer speaks TLS.</summary>
    public SocketTransport? Plain { get; private set; }

    /// <returns>The event for the connection's owner.</returns>
    public async Task<TransportEvent> RunAsync()
    {
        try
        {
            // The byte stays in the socket, for the reader of the stream.
            var first = new byte[1];
            if (await socket.ReceiveAsync(first, SocketFlags.Peek).ConfigureAwait(false) == 0)
                return TransportEvent.Readable.Instance;
            if (TlsFault.IsTls(first[0]))
                return await AuthenticateInTurnAsync().ConfigureAwait(false);

            if (!TlsFault.IsHttp(first[0]))
                return new TransportEvent.TlsFailed(TlsFault.NotTls, $"the first byte is 0x{first[0]:x2}");

            Plain = new SocketTransport(socket);
            return TransportEvent.PlainHttpArrived.Instance;
        }
        catch (Exception gone) when (IsEnd(gone))
        {
            // The peer or the owner has closed: the next receive reports it.
            return turn is { IsCut: true }
                ? new TransportEvent.TlsFailed(TlsFault.Slow, "others waited for its place")
                : TransportEvent.Readable.Instance;
        }
    }

    /// <summary>True if a stream throws this because either side has ended it, and not because of a fault of the server.</summary>
    public static bool IsEnd(Exception thrown) => thrown is IOException or SocketException or ObjectDisposedException;

    /// <summary>The socket's error behind what a stream throws.</summary>
    public static SocketError ErrorOf(Exception broken) => broken switch
    {
        SocketException fault => fault.SocketErrorCode,
        { InnerException: SocketException fault } => fault.SocketErrorCode,
        ObjectDisposedException => SocketError.OperationAborted,
        _ => SocketError.SocketError,
    };

    // The connection holds no TLS state until its turn. It leaves the gate however the handshake ends.
    private async Task<TransportEvent> AuthenticateInTurnAsync()
    {
        using var place = turn;
        return turn is null || await turn.EnterAsync().ConfigureAwait(false)
            ? await AuthenticateAsync().ConfigureAwait(false)
            : new TransportEvent.TlsFailed(TlsFault.Overloaded, "more TLS handshakes than WsActors:Push:HandshakesPerSecond");
    }

    private async Task<TransportEvent> AuthenticateAsync()
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsServerAsync(Choose, this, CancellationToken.None).ConfigureAwait(false);
            OpensslBuffers.ReleaseWhenIdle(stream);
            Stream = stream;
            return TransportEvent.Readable.Instance;
        }
        catch (Exception fault) when (!IsEnd(fault))
        {
            return new TransportEvent.TlsFailed(
                _versionsDiffer ? TlsFault.Version : TlsFault.Handshake, (fault.InnerException ?? fault).Message);
        }
        finally
        {
            if (Stream is null)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private SslServerAuthenticationOptions OptionsFor(SslClientHelloInfo hello)
    {
        var options = identity.OptionsFor(hello.ServerName);
        _versionsDiffer = (hello.SslProtocols & options.EnabledSslProtocols) == SslProtocols.None;
        return options;
    }
}
