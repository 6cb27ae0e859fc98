using System.ComponentModel.DataAnnotations;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Decides a request if the application gives no valid response.</summary>
internal enum FailurePolicy
{
    Refuse,
    Allow,
}

/// <summary>Settings of the webhooks, which are on if an address is set. Section <c>WsActors:Webhooks</c>.</summary>
internal sealed record WebhookOptions
{
    /// <summary>The http or https address for all webhooks that have no address of their own below.</summary>
    public string Url { get; init; } = string.Empty;

    /// <summary>Address for decisions about new connections.</summary>
    public string ConnectUrl { get; init; } = string.Empty;

    /// <summary>Address for decisions about subscriptions.</summary>
    public string SubscribeUrl { get; init; } = string.Empty;

    /// <summary>Address for decisions about clients' publications.</summary>
    public string PublishUrl { get; init; } = string.Empty;

    /// <summary>Address for events.</summary>
    public string EventUrl { get; init; } = string.Empty;

    /// <summary>
    /// Keys that sign the requests, each as "whsec_" and base64 of 24 to 64 bytes. During a key rotation all of them sign.
    /// </summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The CloudEvents source, which can name the node.</summary>
    [Required]
    public string Source { get; init; } = "/wsactors";

    /// <summary>True to let the application decide about each new connection.</summary>
    public bool Connect { get; init; }

    /// <summary>True to send events when connections open and close.</summary>
    public bool ConnectionEvents { get; init; }

    /// <summary>The decision if the application does not respond in time or its response is not valid.</summary>
    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Refuse;

    /// <summary>Time limit of a decision, including the time in the queue. It must be shorter than <c>Push:HandshakeTimeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DecisionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Decision requests in flight at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentDecisions { get; init; } = 64;

    /// <summary>Decision requests that may wait in the queue; more are not sent and count as failed.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingDecisions { get; init; } = 1000;

    /// <summary>
    /// Time limit of each attempt to deliver an event. Standard Webhooks recommends 15 to 30 s; here later events of the lane wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan EventTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Further attempts to deliver an event after the first has failed.</summary>
    [Range(0, 100)]
    public int EventRetries { get; init; } = 8;

    /// <summary>Approximate delay before the first further attempt; it doubles with each attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan EventRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest delay before a further attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan MaxEventRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Events that may wait in the queue; above this limit a new event replaces an older one.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingEvents { get; init; } = 10_000;

    /// <summary>
    /// The time that the circuit breaker stays open after most of the recent requests failed; then one request is tried.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(5);

    internal bool IsOn => Urls.Any(url => url.Url.Length > 0);

    internal IReadOnlyList<(string Key, string Url)> Urls =>
    [
        (nameof(Url), Url),
        (nameof(ConnectUrl), ConnectUrl),
        (nameof(SubscribeUrl), SubscribeUrl),
        (nameof(PublishUrl), PublishUrl),
        (nameof(EventUrl), EventUrl),
    ];

    /// <summary>Returns the address for one kind of request; null if none is set.</summary>
    internal Uri? AddressFor(string url) =>
        (url.Length > 0 ? url : Url) is { Length: > 0 } address ? new Uri(address) : null;
}
