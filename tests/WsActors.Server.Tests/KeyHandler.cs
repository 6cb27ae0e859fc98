namespace WsActors.Server.Tests;

/// <summary>Shows an API key with each request.</summary>
internal sealed class KeyHandler(string key) : DelegatingHandler(new HttpClientHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Add("X-API-Key", key);
        return base.SendAsync(request, cancellationToken);
    }
}
