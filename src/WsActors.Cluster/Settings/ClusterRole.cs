namespace WsActors.Cluster.Settings;

/// <summary>A task that a node may have in the cluster.</summary>
public enum ClusterRole
{
    /// <summary>Is home to topics.</summary>
    Homes,

    /// <summary>Serves clients.</summary>
    Clients,
}
