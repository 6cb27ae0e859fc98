namespace WsActors.Protocol.Proxies;

/// <summary>The reason for which the first bytes of a connection are no PROXY header.</summary>
/// <param name="Name">A stable, bounded name: the metric's label.</param>
/// <param name="Message">One line for whoever configures the proxy.</param>
public sealed record ProxyHeaderFault(string Name, string Message)
{
    public static readonly ProxyHeaderFault Missing = new(
        "missing", "the connection does not begin with a PROXY header: let the proxy send one (send-proxy, proxy_protocol on)");

    public static readonly ProxyHeaderFault TooLong = new(
        "too_long", $"the PROXY header is over {ProxyHeaderReader.MaxLineBytes} bytes in version 1, {ProxyHeaderReader.MaxBytes} in version 2");

    public static readonly ProxyHeaderFault Untrusted = new(
        "untrusted", "only proxies may connect here, and WsActors:Push:TrustedProxies does not name this one");

    /// <summary>The signature is right, and something behind it is not.</summary>
    public static ProxyHeaderFault Malformed(string what) => new("malformed", what);
}
