using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace WsActors.LoadTest.Network;

/// <summary>
/// TLS without a socket: ciphertext is fed in, plaintext comes out. What <see cref="SslStream"/> awaits is given to it by
/// <see cref="Feed"/>, and it goes on inside that call: nothing happens on another thread.
/// </summary>
internal sealed class TlsChannel : IDisposable
{
    // Only where the command line asks for it. The chain is built even so: from nothing, which is quick.
#pragma warning disable CA5359
    private static readonly RemoteCertificateValidationCallback TakeAny = (_, _, _, _) => true;
#pragma warning restore CA5359

    private static readonly X509ChainPolicy NoChain = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    private readonly TlsInlet _inlet;
    private readonly SslStream _stream;
    private readonly string _server;
    private readonly bool _takesAnyCertificate;
    private readonly Memory<byte> _plaintext;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _disposed;

    /// <param name="server">The name that the server's certificate is for.</param>
    /// <param name="takesAnyCertificate">Whatever the server shows is right.</param>
    /// <param name="plaintext">Lent while <see cref="Feed"/> runs; channels of one thread can have the same.</param>
    /// <param name="send">Takes what goes on the wire.</param>
    public TlsChannel(string server, bool takesAnyCertificate, Memory<byte> plaintext, Action<ReadOnlySpan<byte>> send)
    {
        _inlet = new TlsInlet(send);
        _stream = new SslStream(_inlet);
        _server = server;
        _takesAnyCertificate = takesAnyCertificate;
        _plaintext = plaintext;
    }

    /// <summary>Begins the handshake.</summary>
    /// <param name="secured">Told when TLS is agreed.</param>
    /// <param name="received">Takes plaintext.</param>
    /// <param name="failed">Told why there is no TLS, or no more.</param>
    public void Start(Action secured, Action<ReadOnlySpan<byte>> received, Action<string> failed) => _ = RunAsync(secured, received, failed);

    /// <summary>Takes in what the socket had, all of it.</summary>
    public void Feed(ReadOnlyMemory<byte> ciphertext) => _inlet.Feed(ciphertext);

    public void Send(ReadOnlySpan<byte> plaintext) => _stream.Write(plaintext);

    public void Dispose()
    {
        _disposed = true;
        _stream.Dispose();
    }

    private async Task RunAsync(Action secured, Action<ReadOnlySpan<byte>> received, Action<string> failed)
    {
        try
        {
            await _stream.AuthenticateAsClientAsync(Options());
            secured();
            while (!_disposed && await _stream.ReadAsync(_plaintext) is var read and > 0)
            {
                if (Environment.CurrentManagedThreadId != _thread)
                    throw new InvalidOperationException("TLS went on on another thread");
                received(_plaintext.Span[..read]);
            }
        }
        catch (Exception fault) when (_disposed && fault is IOException or ObjectDisposedException)
        {
            // The client has left.
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            failed($"TLS: {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = _server,

        // Each handshake is a full one: a resumed one would measure the client's memory, not the server.
        AllowTlsResume = false,
        RemoteCertificateValidationCallback = _takesAnyCertificate ? TakeAny : null,
        CertificateChainPolicy = _takesAnyCertificate ? NoChain : null,
    };
}
