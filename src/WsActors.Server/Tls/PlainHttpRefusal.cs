using Microsoft.AspNetCore.Connections;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Server.Tls;

/// <summary>Answers plain HTTP requests before Kestrel's TLS with an explanation, as the push listener does.</summary>
internal static class PlainHttpRefusal
{
    /// <summary>Time limit for the first byte (Kestrel: HttpsConnectionAdapterOptions.HandshakeTimeout).</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly DateHeader Date = new(() => DateTimeOffset.UtcNow);

    public static ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if (await MaySpeakTlsAsync(connection))
            await next(connection);
    };

    private static async Task<bool> MaySpeakTlsAsync(ConnectionContext connection)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            if (!await IsPlainHttpAsync(connection, timeout.Token))
                return true;

            HandshakeResponse.WriteRefused(connection.Transport.Output, HandshakeRefusals.TlsRequired, Date);
            await connection.Transport.Output.FlushAsync(timeout.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The peer has left or sends nothing, so there is nothing to answer.
        }

        return false;
    }

    private static async Task<bool> IsPlainHttpAsync(ConnectionContext connection, CancellationToken cancellation)
    {
        var read = await connection.Transport.Input.ReadAsync(cancellation);
        var isLetter = !read.Buffer.IsEmpty && char.IsAsciiLetter((char)read.Buffer.FirstSpan[0]);

        // Nothing is consumed or examined, so that TLS can read all of it. A plain request has been handled.
        connection.Transport.Input.AdvanceTo(isLetter ? read.Buffer.End : read.Buffer.Start);
        return isLetter;
    }
}
