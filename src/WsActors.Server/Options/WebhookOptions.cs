using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>What stands in for an answer of the application that does not come.</summary>
public enum FailurePolicy
{
    Refuse,
    Allow,
}

/// <summary>The application's webhooks: on where there is an address. Section <c>WsActors:Webhooks</c>.</summary>
public sealed record WebhookOptions
{
    /// <summary>The http or https address that everything is posted to, unless one of those below stands for it.</summary>
    public string Url { get; init; } = string.Empty;

    /// <summary>Where to ask about new connections.</summary>
    public string ConnectUrl { get; init; } = string.Empty;

    /// <summary>Where to ask about subscriptions.</summary>
    public string SubscribeUrl { get; init; } = string.Empty;

    /// <summary>Where to ask about clients' publications.</summary>
    public string PublishUrl { get; init; } = string.Empty;

    /// <summary>Where events are told.</summary>
    public string EventUrl { get; init; } = string.Empty;

    /// <summary>Keys that sign what is sent, with all of them while they are being exchanged: "whsec_" and base64 of 24 to 64 bytes.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The CloudEvents source: which node speaks, where that matters.</summary>
    [Required]
    public string Source { get; init; } = "/wsactors";

    /// <summary>Whether the application is asked about each new connection.</summary>
    public bool Connect { get; init; }

    /// <summary>Whether the application is told of connections that open and end.</summary>
    public bool ConnectionEvents { get; init; }

    /// <summary>What happens when the application does not answer a question in time or to any purpose.</summary>
    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Refuse;

    /// <summary>From question to answer, waiting included. Shorter than <c>Push:HandshakeTimeout</c>, which a connect question runs in.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DecisionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Questions under way at once.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrentDecisions { get; init; } = 64;

    /// <summary>Questions that wait for their turn; more are not asked and count as failed.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingDecisions { get; init; } = 1000;

    /// <summary>For each attempt to tell an event (Standard Webhooks recommends 15 to 30 s; ours wait in line).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan EventTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Further attempts for an event that the application does not take.</summary>
    [Range(0, 100)]
    public int EventRetries { get; init; } = 8;

    /// <summary>About how long the first further attempt waits; each later one about twice as long as the one before.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan EventRetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for a further attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan MaxEventRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Events that wait; a new one beyond them takes the place of an older one.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingEvents { get; init; } = 10_000;

    /// <summary>How long nothing is asked or told after most of ten and more requests in ten seconds failed; then one tries.</summary>
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

    /// <summary>Where this kind goes; null where no address is set.</summary>
    internal Uri? AddressFor(string url) =>
        (url.Length > 0 ? url : Url) is { Length: > 0 } address ? new Uri(address) : null;
}
