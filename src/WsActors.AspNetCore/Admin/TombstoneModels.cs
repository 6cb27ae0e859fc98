using System.Text.Json.Serialization;
using WsActors.Actors.Model;

namespace WsActors.AspNetCore.Admin;

/// <summary>A page of connections that have ended.</summary>
/// <param name="Tombstones">The connections, the one that ended last first.</param>
/// <param name="Next">The <c>cursor</c> of the next page; null on the last page.</param>
internal sealed record TombstonesAnswer(IReadOnlyList<TombstoneAnswer> Tombstones, string? Next)
{
    /// <summary>In a cluster, the nodes that did not answer, so that their tombstones are missing; not present without a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }
}

/// <summary>The remains of one connection that was closed or refused.</summary>
internal sealed record TombstoneAnswer
{
    public required string Id { get; init; }

    /// <summary>The user's id; null if the client was anonymous, or refused before it was known.</summary>
    public required string? User { get; init; }

    public required string? RemoteAddress { get; init; }

    /// <summary>The client protocol; null if the connection never opened.</summary>
    public required string? Protocol { get; init; }

    /// <summary>client, server or network; network if neither side sent a close frame.</summary>
    public required string EndedBy { get; init; }

    /// <summary>One of closed, refused, violated (the client broke RFC 6455), lost (no close frame) and cut (by the server, without a close frame).</summary>
    public required string Outcome { get; init; }

    /// <summary>The code of the close frame; null if there was none.</summary>
    public required int? Code { get; init; }

    public required string? CodeName { get; init; }

    /// <summary>The name under which the metrics count a handshake that was refused or failed; null if the connection was open.</summary>
    public required string? Refusal { get; init; }

    public required string Reason { get; init; }
    public required DateTimeOffset ConnectedAt { get; init; }
    public required DateTimeOffset EndedAt { get; init; }

    public double DurationSeconds => (EndedAt - ConnectedAt).TotalSeconds;

    /// <summary>Seconds from the last received byte or sent message to the end.</summary>
    public required double IdleSeconds { get; init; }

    public required long MessagesReceived { get; init; }
    public required long MessagesSent { get; init; }
    public required long BytesReceived { get; init; }
    public required long BytesSent { get; init; }

    /// <summary>The first 20 topics to which the client was subscribed.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>The number of all subscriptions.</summary>
    public required int SubscriptionCount { get; init; }

    /// <summary>Frames and bytes that waited for the client.</summary>
    public required TombstoneQueueAnswer Queued { get; init; }

    internal static TombstoneAnswer Of(Tombstone tombstone) => new()
    {
        Id = tombstone.Id.ToString(),
        User = tombstone.User,
        RemoteAddress = tombstone.RemoteEndPoint?.ToString(),
        Protocol = tombstone.Protocol,
        EndedBy = tombstone.EndedBy.ToString().ToLowerInvariant(),
        Outcome = tombstone.Outcome.ToString().ToLowerInvariant(),
        Code = tombstone.Code?.Value,
        CodeName = tombstone.Code?.Name,
        Refusal = tombstone.Refusal,
        Reason = tombstone.Reason,
        ConnectedAt = tombstone.ConnectedAt,
        EndedAt = tombstone.EndedAt,
        IdleSeconds = tombstone.Idle.TotalSeconds,
        MessagesReceived = tombstone.MessagesReceived,
        MessagesSent = tombstone.MessagesSent,
        BytesReceived = tombstone.BytesReceived,
        BytesSent = tombstone.BytesSent,
        Subscriptions = tombstone.Subscriptions,
        SubscriptionCount = tombstone.SubscriptionCount,
        Queued = new TombstoneQueueAnswer(tombstone.QueuedFrames, tombstone.QueuedBytes),
    };
}

/// <summary>Frames and bytes that waited for a client.</summary>
internal sealed record TombstoneQueueAnswer(int Frames, int Bytes);
