namespace WsActors.Protocol.Proxies;

/// <summary>What one proxy says about the one that asked it.</summary>
/// <param name="For">The node that asked (RFC 7239 §6), as it was written.</param>
/// <param name="Proto">The scheme that it used; null where that was not said.</param>
internal readonly record struct ForwardedElement(string For, string? Proto);
