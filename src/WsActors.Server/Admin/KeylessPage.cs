namespace WsActors.Server.Admin;

/// <summary>Marks an endpoint that returns no data of the node, so that a browser can load it before it has an API key.</summary>
/// <param name="covers">Selects the requests that need no key.</param>
internal sealed class KeylessPage(Func<HttpRequest, bool> covers)
{
    public bool Covers(HttpRequest request) => covers(request);
}
