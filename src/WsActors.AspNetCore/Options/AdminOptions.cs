using System.ComponentModel.DataAnnotations;
using System.Net;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Settings of the admin listener: HTTP API, metrics and health. Section <c>WsActors:Admin</c>.</summary>
internal sealed record AdminOptions
{
    /// <summary>Address to listen on. Any other than loopback needs <see cref="ApiKeys"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 selects any free port, which the log names.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8081;

    /// <summary>API keys, each with at least 16 characters. Without keys the API is open, which is allowed on loopback only.</summary>
    [Secret]
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>API keys with names, which the audit log shows. They count like those of <see cref="ApiKeys"/>.</summary>
    public IReadOnlyList<ApiKeyOptions> NamedApiKeys { get; init; } = [];

    /// <summary>The number of API keys, with a name and without.</summary>
    public int KeyCount => ApiKeys.Count + NamedApiKeys.Count;

    /// <summary>True if requests need an API key.</summary>
    public bool HasKeys => KeyCount > 0;

    /// <summary>
    /// True to write publications to the audit log as well. There may be thousands per second, and the topic's history and the metrics show
    /// them already.
    /// </summary>
    public bool AuditPublications { get; init; }

    /// <summary>
    /// The topic to which the entries of the audit log are published too: <c>$audit</c>, or a name below it. Only operators and back ends may read it.
    /// Empty for none.
    /// </summary>
    public string AuditTopic { get; init; } = string.Empty;

    /// <summary>
    /// Host names that requests may use, as in <c>admin.example.com</c>, besides those of loopback; others get 403. If the list is empty,
    /// only loopback names are allowed without API keys, and every name with keys, because a DNS rebinding page has no key.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Connections to this listener at once. One more closes the connection that has been idle for longest. Publishers keep some
    /// connections open, rarely more than a hundred.
    /// </summary>
    [Range(8, 100_000)]
    public int MaxConnections { get; init; } = 256;

    /// <summary>Connections per remote address at once; 0 means no limit. The default is half of <see cref="MaxConnections"/>.</summary>
    [Range(0, 100_000)]
    public int MaxConnectionsPerAddress { get; init; } = 128;

    /// <summary>
    /// Time limit for the first request of a connection and for the head of each request. Health checks and publishers send at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FirstRequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of a request body; larger ones get 413. The default is the size of a large message in Redis and Centrifugo.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Messages of one batch.</summary>
    [Range(1, 1_000_000)]
    public int MaxBatchMessages { get; init; } = 1000;

    /// <summary>
    /// Publications of one batch, one per topic of each message. Each is a message to an actor and an entry of the response.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxBatchPublications { get; init; } = 10_000;

    /// <summary>
    /// Sustained publications per second and API key; more get 429. Each topic of each message of a batch counts. 0 means no limit.
    /// </summary>
    [Range(0, 10_000_000)]
    public int PublishesPerSecond { get; init; }

    /// <summary>Publications at once per API key after a pause. A larger batch is accepted if the key has its full allowance.</summary>
    [Range(1, 10_000_000)]
    public int PublishBurst { get; init; } = 1000;

    /// <summary>
    /// The address at which the console's page reaches the push listener of this node, as in <c>wss://push.example.com/connect</c>. If it is empty, it is
    /// the listener's own port under the name of the page.
    /// </summary>
    public string ConsolePushAddress { get; init; } = string.Empty;

    /// <summary>Time limit for the response of an actor to a request.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
