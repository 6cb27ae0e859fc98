using System.Net;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Proxies;

/// <summary>
/// Finds the client behind proxies: follows the chain in their header from the right, and takes the first address that is no trusted
/// proxy as the client's. Entries left of it may be forged and are ignored. Immutable.
/// </summary>
public sealed class Forwarding(TrustedNetworks trusted, ForwardingHeader header)
{
    /// <summary>True if a header is configured and some network is trusted; otherwise no peer's address is needed.</summary>
    public bool HasTrustedProxies => header != ForwardingHeader.None && !trusted.IsEmpty;

    /// <summary>True if the forwarding header of a peer at this address is used.</summary>
    public bool IsTrustedProxy(IPAddress peer) => HasTrustedProxies && trusted.Contains(peer);

    /// <summary>True if this is the address of a trusted proxy, whatever header it sends.</summary>
    public bool Trusts(IPAddress peer) => trusted.Contains(peer);

    /// <summary>Finds the client for which a request was sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">The peer that sent it.</param>
    /// <param name="client">The client; null if the peer is no trusted proxy.</param>
    /// <param name="refusal">The refusal if a trusted proxy's header cannot be read, when false.</param>
    public bool TryFollow(HandshakeRequest request, IPAddress peer, out ForwardedClient? client, out HandshakeRefusal? refusal)
    {
        client = null;
        refusal = null;
        if (!IsTrustedProxy(peer))
            return true;
        if (header == ForwardingHeader.XForwardedFor)
            client = Follow(peer, XForwarded(request));
        else if (ForwardedElements.TryParse(request.Forwarded ?? string.Empty, out var elements))
            client = Follow(peer, elements);
        else
            refusal = HandshakeRefusals.Malformed("the Forwarded header is not written as RFC 7239 §4 asks");
        return refusal is null;
    }

    // "unknown" and obfuscated names (RFC 7239 §6.2, §6.3) also end the chain: the proxy that wrote them is the last known address.
    private ForwardedClient? Follow(IPAddress peer, List<ForwardedElement> chain)
    {
        ForwardedClient? client = null;
        for (var i = chain.Count - 1; i >= 0 && trusted.Contains(client?.Address ?? peer); i--)
        {
            if (!NodeAddress.TryParseNode(chain[i].For, out var address, out var port))
                break;

            client = new ForwardedClient(TrustedNetworks.Plain(address), port, chain[i].Proto ?? client?.Scheme);
        }

        return client;
    }

    // Two parallel lists. Proxies that replace X-Forwarded-Proto instead of appending to it leave a shorter one: its last value comes
    // from the nearest proxy, and its first value applies to all that are farther away.
    private static List<ForwardedElement> XForwarded(HandshakeRequest request)
    {
        var nodes = Split(request.XForwardedFor);
        var protos = Split(request.XForwardedProto);
        var chain = new List<ForwardedElement>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            var fromRight = Math.Min(nodes.Length - i, protos.Length);
            chain.Add(new ForwardedElement(nodes[i], fromRight > 0 ? protos[^fromRight] : null));
        }

        return chain;
    }

    private static string[] Split(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
