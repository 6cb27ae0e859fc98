namespace WsActors.Publishing.Sending;

/// <summary>The decision about another attempt, and when: full jitter, except if the server names the time.</summary>
internal sealed class RetryPolicy(int maxAttempts, TimeSpan minBackOff, TimeSpan maxBackOff, Func<double> random)
{
    /// <param name="error">The error of the last attempt.</param>
    /// <param name="attempts">The number of attempts so far.</param>
    /// <returns>The time until the next attempt, or null if there is none.</returns>
    public TimeSpan? NextAfter(PublicationError error, int attempts)
    {
        if (!error.IsRetryable || attempts >= maxAttempts || error.RetryAfter > maxBackOff)
            return null;
        return error.RetryAfter ?? random() * TimeSpan.FromMilliseconds(Math.Min(
            maxBackOff.TotalMilliseconds, minBackOff.TotalMilliseconds * Math.Pow(2, attempts - 1)));
    }
}
