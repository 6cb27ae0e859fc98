using System.ComponentModel.DataAnnotations;

namespace WsActors.Cluster.Settings;

/// <summary>
/// Settings of the cluster, which a node joins if <see cref="Seeds"/> or <see cref="Discovery"/> is set; otherwise it is alone, and opens no port for other
/// nodes. Section <c>WsActors:Cluster</c>.
/// </summary>
public sealed record ClusterSettings
{
    /// <summary>
    /// Nodes of the cluster, as in <c>10.0.0.7:8082</c>, the same list on all nodes. A node joins through any of them. The first one that
    /// answers begins a new cluster when a majority of them answers and none is in a cluster.
    /// </summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>
    /// A DNS name with the addresses of all nodes, such as a headless service, in place of <see cref="Seeds"/>. All nodes then use the same
    /// <see cref="Port"/>.
    /// </summary>
    public string Discovery { get; init; } = string.Empty;

    /// <summary>IP address or host name at which the other nodes reach this one. It is also the address to listen on.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>TCP port for other nodes.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 8082;

    /// <summary>Name of the cluster. Nodes with another name are refused.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9_-]{1,64}")]
    public string Name { get; init; } = "wsactors";

    /// <summary>The tasks of this node. At least one node needs <c>Homes</c>.</summary>
    public IReadOnlyList<ClusterRole> Roles { get; init; } = [ClusterRole.Homes, ClusterRole.Clients];

    /// <summary>Number of nodes that store a publication before it is acknowledged. With 2, nothing is lost if one node is.</summary>
    [Range(1, 5)]
    public int Replicas { get; init; } = 2;

    /// <summary>Number of buckets that topics are divided into, the same on all nodes for as long as the cluster lives.</summary>
    [Range(1, 4096)]
    public int Buckets { get; init; } = 256;

    /// <summary>
    /// Time without a sign of life after which a node counts as unreachable, the same on all nodes; what follows takes longer with it. Raise it where nodes stand still for seconds, such
    /// as on an overcommitted machine.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:01:00")]
    public TimeSpan UnreachableAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>TLS between nodes.</summary>
    public ClusterTlsSettings Tls { get; init; } = new();

    /// <summary>True to allow plain TCP between nodes beyond this machine, although anyone on the network could then read and send everything.</summary>
    public bool AllowPlainTcp { get; init; }

    /// <summary>True if the node is to join a cluster.</summary>
    public bool IsOn() => Seeds.Count > 0 || Discovery.Length > 0;

    /// <summary>True if the node has a task.</summary>
    public bool Has(ClusterRole role) => Roles.Contains(role);

    // What all nodes must have in common, as a role of Akka.Cluster, so that everything can be confined to nodes that have it. A lease must
    // not last longer than the nodes that wait for its end assume.
    internal string Tag => $"{TagPrefix}{Identity}";

    internal string HomesTag => $"homes.{Identity}";

    internal const string TagPrefix = "cluster.";

    // The role of nodes of which a cluster needs as many as FewestSeeds.
    internal string SeedTag => $"seed-{Identity.Replace('.', '-')}";

    // The version of the messages between nodes. Those of another one are refused like nodes of another cluster.
    internal int Wire { get; init; } = WireVersion.Current;

    // The first version has no number.
    private string Identity => (Wire, UnreachableAfter == new ClusterTiming().UnreachableAfter) switch
    {
        (1, true) => $"{Name}.{Buckets}",
        (_, true) => $"{Name}.{Buckets}.{Wire}",
        _ => $"{Name}.{Buckets}.{Wire}.{UnreachableAfter.TotalMilliseconds:0}",
    };

    // With a majority of the seeds there cannot be two clusters.
    internal int FewestSeeds => Seeds.Count > 0 ? (Seeds.Count / 2) + 1 : Replicas;
}
