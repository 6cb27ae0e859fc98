using System.Collections.Frozen;
using System.Net;

namespace WsActors.Publishing;

/// <summary>The reason why a publication failed.</summary>
/// <param name="Code">An error code of the server, or <c>no_answer</c>, <c>http_error</c>.</param>
/// <param name="Message">An explanation for people.</param>
public sealed record PublicationError(string Code, string Message)
{
    internal const string NoAnswer = "no_answer";
    internal const string HttpError = "http_error";
    internal const string Timeout = "timeout";

    // The server has decided that the message is not published, now.
    private static readonly FrozenSet<string> Refusals = FrozenSet.Create(
        "rate_limited", "try_again_later", "too_many_topics", "storage_full", "storage_unavailable", "too_many_requests", "service_unavailable");

    // Its fate is not known.
    private static readonly FrozenSet<string> Unknowns = FrozenSet.Create(
        NoAnswer, Timeout, "internal_error", "request_timeout", "bad_gateway", "gateway_timeout");

    /// <summary>The HTTP status, if there was one.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The time that the server asks to wait before the next request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The key under which to repeat the publication.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>True if the message may have been published: repeat it under the same <see cref="IdempotencyKey"/> only.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>True if the same request may succeed later.</summary>
    public bool IsRetryable => IsUnknown || Refusals.Contains(Code) || IsRetryableStatus;

    /// <summary>True if this error alone leaves the outcome open.</summary>
    internal bool IsUnknown => Unknowns.Contains(Code) || (Code == HttpError && (int?)Status is 500 or 502 or 504 or 408);

    private bool IsRetryableStatus => Code == HttpError && (int?)Status is 408 or 429 or >= 500;
}
