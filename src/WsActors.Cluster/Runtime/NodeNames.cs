using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using WsActors.Protocol.Replication;

namespace WsActors.Cluster.Runtime;

/// <summary>Translates between Akka's addresses and the names of nodes, as in <c>10.0.0.7:8082</c> or <c>[fd00::7]:8082</c>.</summary>
public static class NodeNames
{
    /// <summary>Returns the name of an address.</summary>
    public static string Of(Address address)
    {
        var host = address.Host ?? string.Empty;
        var name = host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{address.Port}");
    }

    /// <summary>Returns the identity of a node.</summary>
    public static ReplicaId Of(UniqueAddress node) => new(Of(node.Address), node.Uid);

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="like">An address with the same protocol and system, such as this node's.</param>
    /// <param name="address">The address.</param>
    public static bool TryParse(string name, Address like, [NotNullWhen(true)] out Address? address)
    {
        address = TrySplit(name, out var host, out var port) ? new Address(like.Protocol, like.System, host, port) : null;
        return address is not null;
    }

    /// <summary>Splits a name into its host, without brackets, and its port.</summary>
    public static bool TrySplit(string name, [NotNullWhen(true)] out string? host, out int port)
    {
        var colon = name.LastIndexOf(':');
        port = 0;
        host = colon > 0 ? name[..colon].Trim('[', ']') : null;
        var isPort = colon > 0 && int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
        var isHost = host is { Length: > 0 } && Uri.CheckHostName(host) != UriHostNameType.Unknown;
        return isPort && isHost && (!host!.Contains(':', StringComparison.Ordinal) || name.StartsWith('['));
    }
}
