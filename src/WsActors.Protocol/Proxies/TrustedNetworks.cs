using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>The trusted proxy networks (CIDR). Immutable; empty means that no proxy is trusted.</summary>
public sealed class TrustedNetworks(IEnumerable<IPNetwork> networks)
{
    private readonly IPNetwork[] _networks = [.. networks];

    public bool IsEmpty => _networks.Length == 0;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>, or a single address.</summary>
    public static bool TryParse(string text, out IPNetwork network, [NotNullWhen(false)] out string? fault)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var written = slash < 0 ? text : text[..slash];
        fault = null;
        network = default;
        if (!NodeAddress.TryParse(written, out var address))
            fault = "a network is needed, as in 10.0.0.0/8, 2001:db8::/32 or 192.0.2.7";
        else if (slash < 0)
            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        else if (!IPNetwork.TryParse(text, out network))
            fault = "the prefix length does not fit the address";
        return fault is null;
    }

    /// <summary>True if an address is in one of the networks; 192.0.2.7 and ::ffff:192.0.2.7 are the same.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        foreach (var network in _networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>The address as it is compared and counted: a socket for both families shows IPv4 peers as ::ffff:192.0.2.7.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
