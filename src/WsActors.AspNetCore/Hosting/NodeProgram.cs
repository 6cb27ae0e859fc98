using WsActors.Protocol.Routing;

namespace WsActors.AspNetCore.Hosting;

/// <summary>The additions of a program that is nothing but its node, <c>WsActors.Server</c>. No other application has any.</summary>
/// <param name="Parts">Files and sockets that are open already, so that a fault is found before there is a host. The program closes them.</param>
/// <param name="Routes">Routes beside the server's own: how a host adds a client protocol.</param>
/// <param name="AddServices">Adds services to the node's own; the second argument is the application's.</param>
internal sealed record NodeProgram(
    NodeParts Parts, IReadOnlyList<IClientRoute> Routes, Action<IServiceCollection, IServiceProvider> AddServices);
