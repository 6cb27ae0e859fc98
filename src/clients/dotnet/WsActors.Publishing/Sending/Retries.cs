namespace WsActors.Publishing.Sending;

/// <summary>Repeats attempts until one succeeds or the policy gives up.</summary>
internal sealed class Retries(RetryPolicy policy, TimeProvider time)
{
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The last answer. Its outcome is unknown if that of any attempt was.</returns>
    public async Task<Answer> RunAsync(Func<Task<Answer>> attempt, CancellationToken cancellation)
    {
        var isUnknown = false;
        for (var attempts = 1; ; attempts++)
        {
            var answer = await attempt().ConfigureAwait(false);
            if (answer.Error is not { } error)
                return answer;
            isUnknown |= error.IsUnknown;
            if (policy.NextAfter(error, attempts) is not { } wait)
                return answer with { Error = error with { IsOutcomeUnknown = isUnknown } };
            await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
        }
    }
}
