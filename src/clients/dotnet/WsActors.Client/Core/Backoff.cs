namespace WsActors.Client.Core;

/// <summary>The time until the next attempt (rules 5 to 10).</summary>
internal sealed class Backoff(CoreSettings settings)
{
    private int _failures;

    // True if the last reconnection was at once (rule 8).
    private bool _isHurried;

    /// <summary>The server's own time for the next attempt (rule 10).</summary>
    public long? ReturnAfter { get; set; }

    /// <summary>Attempts in a row that ended without a word of the server (rule 37).</summary>
    public int Unanswered { get; private set; }

    public void OnStable() => (_failures, _isHurried) = (0, false);

    /// <summary>Notes an end.</summary>
    /// <param name="isAnswered">True if the server answered, or if this client was not ready to connect.</param>
    public void OnEnd(bool isAnswered) => Unanswered = isAnswered ? 0 : Unanswered + 1;

    /// <summary>Chooses the time until the next attempt after a connection that ended.</summary>
    /// <param name="code">The close code, if there was one.</param>
    /// <param name="isStreaming">True if attempts may be rare, since streams work.</param>
    /// <param name="isServers">True if the server chose the time.</param>
    public long Next(int? code, bool isStreaming, out bool isServers)
    {
        var after = ReturnAfter;
        ReturnAfter = null;
        isServers = after is not null;
        if (after is { } milliseconds)
            return milliseconds;
        if (code is >= 4200 and <= 4299 && !_isHurried)
        {
            _isHurried = true;
            return 0;
        }

        return Jitter(_failures++, isStreaming);
    }

    /// <summary>Chooses a time anew, without counting a failure.</summary>
    public long Again(bool isStreaming) => Jitter(_failures, isStreaming);

    /// <summary>A random time up to a bound that doubles with each failure (rule 5).</summary>
    public long Jitter(int failures, bool isStreaming)
    {
        var most = isStreaming ? Times.StreamBackOff : settings.MaxBackOff;
        return (long)(settings.Random() * Math.Min(most, settings.MinBackOff * Math.Pow(2, failures)));
    }
}
