using System.Net;

namespace WsActors.Server.Admin;

/// <summary>A connection to the admin listener, as counted by <see cref="AdminConnections"/>.</summary>
/// <param name="address">The peer.</param>
/// <param name="abort">Resets the connection.</param>
internal sealed class AdminConnection(IPAddress address, Action abort)
{
    public IPAddress Address { get; } = address;

    /// <summary>True if the head of at least one request has arrived completely.</summary>
    public bool HasAsked { get; set; }

    /// <summary>Requests in progress; HTTP/2 allows several.</summary>
    public int Requests { get; set; }

    public void Abort() => abort();
}
