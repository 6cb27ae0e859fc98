using System.Diagnostics;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// Measures the longest times, since it was last asked, that a topic was without an accepted publication, and that a client waited for one
/// that was accepted. All calls come from one thread.
/// </summary>
internal sealed class Waits
{
    private readonly List<long>[] _acceptedAt;
    private readonly long[] _lastAccepted;
    private readonly long[] _longestPauses;
    private readonly long[] _longestWaits;

    public Waits(TopicPlan plan)
    {
        _acceptedAt = [.. Enumerable.Range(0, plan.Topics).Select(_ => new List<long>())];
        _lastAccepted = new long[plan.Topics];
        _longestPauses = new long[plan.Topics];
        _longestWaits = new long[plan.Connections];
    }

    /// <summary>The server has accepted a publication, for the first time or again.</summary>
    public void Accepted(int topic, int number, long now)
    {
        var times = _acceptedAt[topic];
        while (times.Count <= number)
            times.Add(0);
        if (times[number] != 0)
            return;

        times[number] = now;
        if (_lastAccepted[topic] is var last and not 0)
            _longestPauses[topic] = Math.Max(_longestPauses[topic], now - last);
        _lastAccepted[topic] = now;
    }

    /// <summary>A client has received a publication. If its acceptance is not known yet, it did not wait.</summary>
    public void Delivered(int client, int topic, int number, long now)
    {
        var times = _acceptedAt[topic];
        if (number < times.Count && times[number] != 0)
            _longestWaits[client] = Math.Max(_longestWaits[client], now - times[number]);
    }

    /// <summary>Whether each topic has had a publication accepted since then.</summary>
    public bool AllAcceptedSince(long time) => Array.TrueForAll(_lastAccepted, last => last > time);

    /// <summary>The longest times since the last call. A pause counts where it ends.</summary>
    public WaitFigures Take()
    {
        var figures = new WaitFigures(Of(_longestPauses), Of(_longestWaits));
        Array.Clear(_longestPauses);
        Array.Clear(_longestWaits);
        return figures;
    }

    private static WaitFigures.Longest Of(long[] ticks)
    {
        double[] seconds = [.. ticks.Select(time => (double)time / Stopwatch.Frequency).Order()];
        return new WaitFigures.Longest(seconds[seconds.Length / 2], seconds[^1]);
    }
}
