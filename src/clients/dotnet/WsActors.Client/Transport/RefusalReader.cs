using System.Net;

namespace WsActors.Client.Transport;

/// <summary>Reads the answer to a handshake that is no upgrade, which <see cref="System.Net.WebSockets.ClientWebSocket"/> would discard.</summary>
internal sealed class RefusalReader(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The body, or null if there was no answer or an upgrade.</summary>
    public string? Body { get; private set; }

    public long? RetryAfterMs { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            Body = await Refusals.ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
            RetryAfterMs = Refusals.RetryAfterOf(response);
        }

        return response;
    }
}
