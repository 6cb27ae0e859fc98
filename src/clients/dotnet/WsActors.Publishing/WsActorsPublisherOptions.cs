using System.Text.Json.Serialization;

namespace WsActors.Publishing;

/// <summary>Options of a <see cref="WsActorsPublisher"/>.</summary>
public sealed record WsActorsPublisherOptions
{
    /// <summary>The address of the admin API, for example <c>http://localhost:8081/</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>One of the server's <c>Admin:ApiKeys</c>; null on loopback, where none is needed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The JSON of the application's types, made by the source generator. Strings, numbers and <c>JsonElement</c> need none.</summary>
    public JsonSerializerContext? Json { get; set; }

    /// <summary>The number of attempts per publication or batch; 1: no retries.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The first bound of the random time until the next attempt; it doubles with each.</summary>
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The last bound of the time until the next attempt. If the server asks to wait longer, the publication fails at once.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time limit of one attempt.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal Func<double> Random { get; set; } = System.Random.Shared.NextDouble;

    internal void Validate()
    {
        if (Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException("The address of the admin API is missing, or does not begin with http:// or https://.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinBackOff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackOff, MinBackOff);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AttemptTimeout, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
