namespace WsActors.Protocol.Proxies;

/// <summary>One element of a Forwarded header: a proxy's statement about the peer that sent it the request.</summary>
/// <param name="For">The node that asked (RFC 7239 §6), as it was written.</param>
/// <param name="Proto">The scheme that it used; null where that was not said.</param>
internal readonly record struct ForwardedElement(string For, string? Proto);
