using System.Text.Json.Serialization;

namespace WsActors.Client;

/// <summary>Options of a <see cref="WsActorsClient"/>.</summary>
public sealed record WsActorsClientOptions
{
    /// <summary>
    /// A function that returns the current token. It is called before each attempt and when the server asks for a new token, and must not block.
    /// Without it, or with null as its result, the client is anonymous.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; set; }

    /// <summary>The JSON of the application's types, made by the source generator. Strings, numbers, <c>byte[]</c> and <c>JsonElement</c> need none.</summary>
    public JsonSerializerContext? Json { get; set; }

    /// <summary>The number of events that wait for the reader of a subscription. More are replaced by one gap.</summary>
    public int MaxBuffered { get; set; } = 1000;

    /// <summary>The number of publications and other requests that wait for a connection.</summary>
    public int MaxQueued { get; set; } = 100;

    /// <summary>The first bound of the time until the next attempt.</summary>
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The last bound of the time until the next attempt.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>True: event streams serve the topics if WebSockets do not get through.</summary>
    public bool EventStreams { get; set; } = true;

    /// <summary>The largest message that is accepted, in bytes. A larger one breaks the connection.</summary>
    public int MaxMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>True: the client connects at once when the system reports that the network is there again.</summary>
    public bool WatchNetwork { get; set; } = true;

    /// <summary>The handler of HTTP requests and handshakes, such as one with a proxy or a certificate. It stays the application's.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>The source of time.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal Func<double> Random { get; set; } = System.Random.Shared.NextDouble;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBuffered, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxQueued, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinBackOff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackOff, MinBackOff);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
