namespace WsActors.Protocol.Routing;

/// <summary>The server's own routes. A host registers them, and any others beside them.</summary>
public static class ClientRoutes
{
    /// <param name="isEchoOn">True to serve <c>/echo</c> is served.</param>
    /// <param name="maxEchoBytes">Payload bytes of one message to <c>/echo</c>; null: as many as elsewhere.</param>
    public static IReadOnlyList<IClientRoute> Standard(bool isEchoOn = true, int? maxEchoBytes = null) =>
        [ConnectRoute.Instance, TopicRoute.Instance, new EchoRoute(isEchoOn, maxEchoBytes)];
}
