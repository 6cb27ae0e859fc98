using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Explain;

/// <summary>The facts from which an <see cref="Explanation"/> follows.</summary>
internal sealed record ExplainFacts
{
    public required string User { get; init; }
    public required string Topic { get; init; }

    /// <summary>The message that is missed; null for the topic's messages in general.</summary>
    public long? Offset { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The rule that applies to the topic.</summary>
    public required TopicRule Rule { get; init; }

    /// <summary>The position of the topic's log; null if there is no such topic.</summary>
    public TopicPosition? Position { get; init; }

    /// <summary>True if the message with the offset is in the history.</summary>
    public bool IsKept { get; init; }

    /// <summary>The connection that the publisher of the message excluded; null for none, or if the message is not in the history.</summary>
    public string? Except { get; init; }

    /// <summary>Names of other topics to which something was published.</summary>
    public IReadOnlyList<string> OtherTopics { get; init; } = [];

    /// <summary>The user's connections, with their details.</summary>
    public IReadOnlyList<ConnectionSnapshot> Connections { get; init; } = [];

    /// <summary>The user's connections that have ended, newest first.</summary>
    public IReadOnlyList<Tombstone> Tombstones { get; init; } = [];

    /// <summary>Messages of the topic that the user did not get, newest first.</summary>
    public IReadOnlyList<DropEvidence> Drops { get; init; } = [];

    /// <summary>Nodes that did not answer.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>True if the offset is higher than that of the last message.</summary>
    public bool IsOffsetAhead => Offset is { } offset && Position is { } position && offset > position.Offset;
}
