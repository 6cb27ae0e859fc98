using System.ComponentModel.DataAnnotations;
using System.Net;

namespace WsActors.Server.Options;

/// <summary>The admin listener: HTTP API, metrics, health. Section <c>WsActors:Admin</c>.</summary>
public sealed record AdminOptions
{
    /// <summary>Address to listen on. Any other than loopback needs <see cref="ApiKeys"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes any free one, and the log says which.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8081;

    /// <summary>Keys that open the API, each at least 16 characters. None: no key is asked for, on loopback only.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>
    /// Host names under which this listener answers, as in <c>admin.example.com</c>, besides those of loopback; others get 403. None:
    /// without keys only loopback names; with keys every name, since a page whose name was made to point here has no key.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Connections to this listener at once; for one more, the one that has been without a request for longest is closed. Publishers
    /// keep some open, and few are more than a hundred.
    /// </summary>
    [Range(8, 100_000)]
    public int MaxConnections { get; init; } = 256;

    /// <summary>Connections of one address at once; 0 is no limit. Half of the default of <see cref="MaxConnections"/>.</summary>
    [Range(0, 100_000)]
    public int MaxConnectionsPerAddress { get; init; } = 128;

    /// <summary>How long a connection may take for its first request, and any request for its head (health checks and publishers ask at once).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FirstRequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request body; more get 413. The default is Redis' and Centrifugo's order of a large message.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Messages of one batch.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatchMessages { get; init; } = 1000;

    /// <summary>Publications of one batch, one for each topic of each message; each is a message to an actor and a line of the answer.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatchPublications { get; init; } = 10_000;

    /// <summary>Publications with one API key in a second, in the long run; more get 429. Each topic of each message of a batch counts. 0 is no limit.</summary>
    [Range(0, 10_000_000)]
    public int PublishesPerSecond { get; init; }

    /// <summary>Publications with one API key at once after a pause; a larger batch is taken when nothing is used up.</summary>
    [Range(1, 10_000_000)]
    public int PublishBurst { get; init; } = 1000;

    /// <summary>How long an actor may take to answer a request.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
