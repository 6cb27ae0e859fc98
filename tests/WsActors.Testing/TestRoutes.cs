using WsActors.Protocol.Routing;

namespace WsActors.Testing;

/// <summary>The server's own routes, at the root.</summary>
public static class TestRoutes
{
    public static readonly RouteTable Standard = new(ClientRoutes.Standard());
}
