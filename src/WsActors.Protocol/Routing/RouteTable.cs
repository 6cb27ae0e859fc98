using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Routing;

/// <summary>Decides by path and subprotocol what a connection is to be. Immutable: one instance serves all connections.</summary>
public sealed class RouteTable
{
    private readonly IReadOnlyList<IClientRoute> _routes;
    private readonly PathPrefix _base;
    private readonly HandshakeRefusal _notFound;
    private readonly HandshakeRefusal _notUnderBase;
    private readonly HandshakeRefusal _onlyByWebSocket;

    /// <param name="routes">The registrations; of two that serve a path, the first counts.</param>
    /// <param name="pathBase">The path under which all of them are; null: the root.</param>
    public RouteTable(IReadOnlyList<IClientRoute> routes, PathPrefix? pathBase = null)
    {
        _routes = routes;
        _base = pathBase ?? PathPrefix.Root;
        _notFound = RouteRefusals.NotFound(AddressesOf(routes, prefix: string.Empty));
        _notUnderBase = RouteRefusals.NotFound(AddressesOf(routes, _base.Text));
        _onlyByWebSocket = RouteRefusals.OnlyTopicsWithoutUpgrade(AddressesOf(routes.Where(route => route.ServesPlainHttp), prefix: string.Empty));
    }

    /// <summary>Paths and subprotocols that requests hold again and again.</summary>
    public IEnumerable<string> KnownStrings => _routes.SelectMany(route => route.KnownStrings);

    /// <summary>The request without the path base, or why there is nothing under its path.</summary>
    public bool TryStripBase(
        HandshakeRequest request,
        [NotNullWhen(true)] out HandshakeRequest? stripped,
        [NotNullWhen(false)] out HandshakeRefusal? refusal)
    {
        var isUnderBase = _base.TryStrip(request.Path, out var path);
        stripped = isUnderBase ? WithPath(request, path!) : null;
        refusal = isUnderBase ? null : _notUnderBase;
        return isUnderBase;
    }

    /// <summary>Finds the route of a connection, or null and the refusal.</summary>
    /// <param name="request">A request without the path base.</param>
    /// <param name="refusal">The refusal otherwise.</param>
    public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        var route = ResolvePath(request, out refusal);
        if (route is not null && IsResuming(request, route))
            route = route with { IsResuming = true };
        switch (request.QueryParameter("keepalive"))
        {
            case null:
                return route;
            case "message":
                return route is null ? null : route with { KeepAliveMessages = true };
            default:
                refusal ??= RouteRefusals.InvalidKeepAlive;
                return null;
        }
    }

    /// <summary>
    /// The client protocol in which a refused WebSocket request is answered: that of its path, or of a subprotocol that it offers;
    /// null if there is none that the client would understand.
    /// </summary>
    internal IClientProtocol? ProtocolOf(HandshakeRequest request)
    {
        var path = _base.TryStrip(request.Path, out var rest) ? rest : request.Path;
        return RouteOf(path) is { } route ? route.ProtocolFor(request.Subprotocols) : ProtocolOffered(request.Subprotocols);
    }

    /// <summary>The subprotocol that is selected for it: the protocol's own, else one that is known here, else any that is no credential.</summary>
    internal string? SubprotocolOf(HandshakeRequest request, IClientProtocol? protocol)
    {
        var offers = request.Subprotocols;
        var known = (protocol?.Subprotocols ?? []).Concat(_routes.SelectMany(route => route.Protocol.Subprotocols));
        return Subprotocols.Select(offers, known.FirstOrDefault(offers.Contains) ?? string.Empty);
    }

    private ConnectionRoute? ResolvePath(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        var route = RouteOf(request.Path);
        if (request.Form != RequestKind.WebSocket && route is not { ServesPlainHttp: true })
        {
            refusal = _onlyByWebSocket;
            return null;
        }

        var resolved = route?.Resolve(request, out refusal);
        if (resolved is null)
            refusal ??= _notFound;
        return resolved;
    }

    private IClientRoute? RouteOf(string path)
    {
        foreach (var route in _routes)
        {
            if (route.Serves(path))
                return route;
        }

        return null;
    }

    private IClientProtocol? ProtocolOffered(IReadOnlyList<string> subprotocols) => _routes
        .FirstOrDefault(route => route.Protocol.Subprotocols.Any(subprotocols.Contains))?.Protocol;

    private static bool IsResuming(HandshakeRequest request, ConnectionRoute route) =>
        route.Since is not null || request.QueryParameter("resume") is "true" or "1";

    private static HandshakeRequest WithPath(HandshakeRequest request, string path) =>
        ReferenceEquals(path, request.Path) ? request : request with { Path = path };

    // "/connect, /topics/{topic} or /echo"
    private static string AddressesOf(IEnumerable<IClientRoute> routes, string prefix)
    {
        string[] addresses = [.. routes.Select(route => prefix + route.Address)];
        return addresses is [.. var others, var last] && others.Length > 0
            ? $"{string.Join(", ", others)} or {last}"
            : string.Concat(addresses);
    }
}
