using System.Net;

namespace WsActors.Server.Admin;

/// <summary>One connection to the admin listener, as <see cref="AdminConnections"/> counts it.</summary>
/// <param name="address">The peer.</param>
/// <param name="abort">Resets the connection.</param>
internal sealed class AdminConnection(IPAddress address, Action abort)
{
    public IPAddress Address { get; } = address;

    /// <summary>True if a request has come whole, up to the end of its head.</summary>
    public bool HasAsked { get; set; }

    /// <summary>Requests under way; over HTTP/2 there may be several.</summary>
    public int Requests { get; set; }

    public void Abort() => abort();
}
