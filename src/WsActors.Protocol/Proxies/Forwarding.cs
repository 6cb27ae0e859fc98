using System.Net;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Proxies;

/// <summary>
/// Finds the client behind proxies: the chain that they wrote is walked from our side, and the first address that is no
/// trusted proxy is the client's. What stands left of it may be invented, and is not looked at. Immutable.
/// </summary>
public sealed class Forwarding(TrustedNetworks trusted, ForwardingHeader header)
{
    /// <summary>Whether some peer may be asked for whom it speaks: where none is, nobody's address is needed.</summary>
    public bool HasTrustedProxies => header != ForwardingHeader.None && !trusted.IsEmpty;

    /// <summary>Whether a peer at this address is asked for whom it speaks.</summary>
    public bool IsTrustedProxy(IPAddress peer) => HasTrustedProxies && trusted.Contains(peer);

    /// <summary>Whether this is the address of a trusted proxy, whatever header it writes.</summary>
    public bool Trusts(IPAddress peer) => trusted.Contains(peer);

    /// <summary>Reads for whom a request was sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Who sent it to us.</param>
    /// <param name="client">The client; null where the peer speaks for itself.</param>
    /// <param name="refusal">Why a trusted proxy's header cannot be read, when false.</param>
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

    // "unknown" and obfuscated names (RFC 7239 §6.2, §6.3) end the walk too: whoever said so is the last that is known.
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

    // Two lists that are written side by side. Proxies that replace X-Forwarded-Proto instead of appending to it leave a
    // shorter one: what our neighbour said is its last value, and the first stands for all who are farther away.
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
