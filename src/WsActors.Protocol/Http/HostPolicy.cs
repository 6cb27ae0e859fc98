using System.Net;

namespace WsActors.Protocol.Http;

/// <summary>
/// The names under which a listener answers. A foreign name that is made to point here (DNS rebinding) turns that site's pages into
/// same-origin pages of this server, which send no Origin; only the Host header shows it. Immutable.
/// </summary>
public sealed class HostPolicy
{
    private readonly HostPattern[] _patterns;
    private readonly bool _isChecked;

    /// <param name="patterns">The names that are configured; loopback names are always allowed besides.</param>
    /// <param name="isLoopbackOnly">
    /// True if the listener is reachable from this machine only: then names are checked although none is configured.
    /// </param>
    public HostPolicy(IEnumerable<HostPattern> patterns, bool isLoopbackOnly)
    {
        _patterns = [.. patterns];
        _isChecked = isLoopbackOnly || _patterns.Length > 0;
    }

    /// <param name="host">A Host header, as it was sent. Empty or null: no browser sent it, so nobody's page did.</param>
    public bool Allows(string? host)
    {
        if (!_isChecked || string.IsNullOrEmpty(host))
            return true;

        var name = HostHeader.NameOf(host);
        return IsLoopback(name) || Array.Exists(_patterns, pattern => pattern.Matches(name));
    }

    private static bool IsLoopback(string name) =>
        name == "localhost" || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
}
