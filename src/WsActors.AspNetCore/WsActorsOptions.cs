using System.Collections;
using System.Globalization;
using WsActors.AspNetCore.Authentication;
using WsActors.AspNetCore.Hosting;

namespace WsActors.AspNetCore;

/// <summary>Settings of an embedded node that the application sets in code. They override its configuration.</summary>
public sealed class WsActorsOptions
{
    private const string Root = "WsActors";

    private readonly Dictionary<string, string?> _settings = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <summary>Null in an application of a user.</summary>
    internal NodeProgram? Program { get; set; }

    /// <summary>Null if no code was given to <see cref="AuthenticateClients"/>.</summary>
    internal IClientAuthenticator? Authenticator { get; private set; }

    /// <summary>Sets one of the settings of the manual. A key or a value that cannot be used fails the start of the application.</summary>
    /// <param name="key">The key below the section <c>WsActors</c>, as in <c>Push:Port</c>.</param>
    /// <param name="value">A text, number, time, address, enumeration or truth value, or a list of these.</param>
    /// <returns>These options.</returns>
    public WsActorsOptions Set(string key, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(value);
        if (value is IEnumerable list and not string)
        {
            var index = 0;
            foreach (var item in list)
                Set(string.Create(CultureInfo.InvariantCulture, $"{key}:{index++}"), item);
            return this;
        }

        _settings[$"{Root}:{key}"] = value is TimeSpan time ? time.ToString("c") : Convert.ToString(value, CultureInfo.InvariantCulture);
        return this;
    }

    /// <summary>
    /// Has each client that connects authenticated by code of the application, as an <see cref="IClientAuthenticator"/> among its services does.
    /// </summary>
    /// <param name="authenticate">Decides about a client; see <see cref="IClientAuthenticator.AuthenticateAsync"/>.</param>
    /// <returns>These options.</returns>
    public WsActorsOptions AuthenticateClients(Func<ClientConnectRequest, CancellationToken, ValueTask<ClientDecision>> authenticate)
    {
        ArgumentNullException.ThrowIfNull(authenticate);
        Authenticator = new AuthenticatorOfCode(authenticate);
        return this;
    }
}
