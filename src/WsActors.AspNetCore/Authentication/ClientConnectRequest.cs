using System.Net;

namespace WsActors.AspNetCore.Authentication;

/// <summary>A client that wants to connect. Its text form is a placeholder, so that no log contains its token.</summary>
public sealed class ClientConnectRequest
{
    internal ClientConnectRequest(string connection, string path, string query)
    {
        Connection = connection;
        Path = path;
        Query = query;
    }

    /// <summary>The id of its connection.</summary>
    public string Connection { get; }

    /// <summary>The token that it sent as a header, as a parameter of the address, as a subprotocol or in its first command; null if it sent none.</summary>
    public string? Token { get; internal init; }

    /// <summary>The user of its token; null if the node verifies no tokens, or the client sent none.</summary>
    public string? User { get; internal init; }

    /// <summary>Its address, found behind the trusted proxies; null if it is not known.</summary>
    public EndPoint? Address { get; internal init; }

    /// <summary>The percent-encoded path of its request, without the path base.</summary>
    public string Path { get; }

    /// <summary>The query of its request without the question mark; empty if there is none.</summary>
    public string Query { get; }

    /// <summary>The origin of the page that connects; null from clients that are not browsers.</summary>
    public string? Origin { get; internal init; }

    /// <summary>The topic that its path names; null if it names none.</summary>
    public string? Topic { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"connect request of connection {Connection}";
}
