using System.Diagnostics.CodeAnalysis;

namespace WsActors.Client;

/// <summary>An event of a subscription: a publication, or a <see cref="Gap"/> in its place.</summary>
/// <typeparam name="T">The type of the published data.</typeparam>
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares messages.")]
public readonly struct Message<T>
{
    private readonly T _data;

    internal Message(string topic, T data, Position position, bool isKept, bool isBinary)
    {
        (Topic, _data, Position, IsKept, IsBinary) = (topic, data, position, isKept, isBinary);
    }

    internal Message(Gap gap, Position position)
    {
        (Topic, _data, Gap, Position) = (gap.Topic, default!, gap, position);
    }

    internal Message(string topic, WsActorsException error, Position position, bool isKept, bool isBinary)
    {
        (Topic, _data, Error, Position, IsKept, IsBinary) = (topic, default!, error, position, isKept, isBinary);
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The place behind this event: the one to store with what the application made of it.</summary>
    public Position Position { get; }

    /// <summary>The messages that are missing here, or null if this is a publication.</summary>
    public Gap? Gap { get; }

    /// <summary>The reason for which the data could not be read as a <typeparamref name="T"/>; null if they could.</summary>
    public WsActorsException? Error { get; }

    /// <summary>True if the topic keeps a history, so that the position's offset is the server's. Otherwise it only counts messages.</summary>
    public bool IsKept { get; }

    /// <summary>True if binary data were published, which arrive as a string in base64 or as a <c>byte[]</c>.</summary>
    public bool IsBinary { get; }

    /// <summary>The published data.</summary>
    /// <exception cref="WsActorsException">They are no <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">This is a gap.</exception>
    public T Data => Error is not null ? throw Error
        : Gap is not null ? throw new InvalidOperationException($"Messages {Gap.From} to {Gap.To} of {Topic} are missing here: look at Gap first.")
        : _data;
}
