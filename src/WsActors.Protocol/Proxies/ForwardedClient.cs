using System.Net;

namespace WsActors.Protocol.Proxies;

/// <summary>The client for whom a chain of proxies speaks.</summary>
/// <param name="Address">Its address, an IPv4 one never in its IPv6 form.</param>
/// <param name="Port">Its port; 0 where the proxy did not name it.</param>
/// <param name="Scheme">What the client speaks to the outermost trusted proxy, "http" or "https" by convention; null where none said it.</param>
public sealed record ForwardedClient(IPAddress Address, int Port, string? Scheme);
