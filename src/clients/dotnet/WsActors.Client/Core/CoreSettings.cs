namespace WsActors.Client.Core;

/// <summary>The settings of <see cref="ClientCore"/>. Times are milliseconds.</summary>
internal sealed record CoreSettings(Uri Address)
{
    public long MinBackOff { get; init; } = 1_000;

    public long MaxBackOff { get; init; } = 30_000;

    public int MaxQueued { get; init; } = 100;

    public int MaxMessageBytes { get; init; } = int.MaxValue;

    public bool UsesStreams { get; init; } = true;

    /// <summary>A source of numbers from 0 to 1.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
