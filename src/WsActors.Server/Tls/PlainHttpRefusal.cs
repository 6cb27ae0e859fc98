using Microsoft.AspNetCore.Connections;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Server.Tls;

/// <summary>Stands before Kestrel's TLS and tells a peer that speaks plain HTTP so, as the push listener does.</summary>
internal static class PlainHttpRefusal
{
    /// <summary>How long the first byte may take (Kestrel: HttpsConnectionAdapterOptions.HandshakeTimeout).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly DateHeader Date = new(() => DateTimeOffset.UtcNow);

    public static ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if (await MaySpeakTlsAsync(connection))
            await next(connection);
    };

    private static async Task<bool> MaySpeakTlsAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (!await IsPlainHttpAsync(connection, patience.Token))
                return true;

            HandshakeResponse.WriteRefused(connection.Transport.Output, HandshakeRefusals.TlsRequired, Date);
            await connection.Transport.Output.FlushAsync(patience.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The peer has left or says nothing: there is nothing to answer.
        }

        return false;
    }

    private static async Task<bool> IsPlainHttpAsync(ConnectionContext connection, CancellationToken cancellation)
    {
        var read = await connection.Transport.Input.ReadAsync(cancellation);
        var isLetter = !read.Buffer.IsEmpty && char.IsAsciiLetter((char)read.Buffer.FirstSpan[0]);

        // Nothing is consumed and nothing counts as examined: TLS finds all of it at once. A plain request is done with.
        connection.Transport.Input.AdvanceTo(isLetter ? read.Buffer.End : read.Buffer.Start);
        return isLetter;
    }
}
