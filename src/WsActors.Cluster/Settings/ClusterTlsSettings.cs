namespace WsActors.Cluster.Settings;

/// <summary>Settings of mutual TLS between nodes, which is on if there is a certificate. Each node proves its identity to the other.</summary>
public sealed record ClusterTlsSettings
{
    /// <summary>A PEM or PFX file with the certificate of this node.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>The PEM file of the private key; empty if <see cref="Path"/> holds it.</summary>
    public string KeyPath { get; init; } = string.Empty;

    /// <summary>A PEM file with the certificate authorities that may have issued the certificates of other nodes, and no others.</summary>
    public string AuthorityPath { get; init; } = string.Empty;
}
