namespace WsActors.Publishing;

/// <summary>A publication or a batch that failed.</summary>
/// <param name="error">The reason.</param>
/// <param name="inner">The exception behind it, if there is one.</param>
public sealed class PublishException(PublicationError error, Exception? inner = null) : Exception($"{error?.Code}: {error?.Message}", inner)
{
    /// <summary>The reason.</summary>
    public PublicationError Error { get; } = error ?? throw new ArgumentNullException(nameof(error));

    /// <summary>An error code of the server, or <c>no_answer</c>, <c>http_error</c>.</summary>
    public string Code => Error.Code;

    /// <summary>True if the same request may succeed later.</summary>
    public bool IsRetryable => Error.IsRetryable;

    /// <summary>True if the message may have been published: repeat it under the same <see cref="IdempotencyKey"/> only.</summary>
    public bool IsOutcomeUnknown => Error.IsOutcomeUnknown;

    /// <summary>The key under which to repeat the publication.</summary>
    public string? IdempotencyKey => Error.IdempotencyKey;
}
