using WsActors.Actors.Heaviest;

namespace WsActors.AspNetCore.Admin;

/// <summary>The topics or connections with the most traffic.</summary>
internal sealed record TopAnswer
{
    /// <summary>One of topics and connections.</summary>
    public required string By { get; init; }

    /// <summary>One of messages and bytes.</summary>
    public required string Of { get; init; }

    /// <summary>The time over which the traffic was noted.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>Each event that was noted stands for so many.</summary>
    public required int SampledOneIn { get; init; }

    /// <summary>The traffic of all topics or connections per second.</summary>
    public required double TotalPerSecond { get; init; }

    /// <summary>The heaviest first.</summary>
    public required IReadOnlyList<TopItem> Items { get; init; }

    internal static TopAnswer From<TKey>(string by, string of, TopTraffic<TKey> top)
        where TKey : IEquatable<TKey>
    {
        var seconds = Math.Max(1, top.Window.TotalSeconds);
        return new TopAnswer
        {
            By = by,
            Of = of,
            WindowSeconds = top.Window.TotalSeconds,
            SampledOneIn = TrafficSample.SampledOneIn,
            TotalPerSecond = Math.Round(top.Total / seconds, 3),
            Items = [.. top.Keys.Select(key => new TopItem(key.Key.ToString()!, Math.Round(key.Weight / seconds, 3), Math.Round(key.Error / seconds, 3)))],
        };
    }
}

/// <summary>A topic or connection and its traffic.</summary>
/// <param name="Name">The name of the topic, or the id of the connection.</param>
/// <param name="PerSecond">The estimated traffic per second.</param>
/// <param name="ErrorPerSecond">The part of it that may belong to others, because only the heaviest 500 are kept apart.</param>
internal sealed record TopItem(string Name, double PerSecond, double ErrorPerSecond);
