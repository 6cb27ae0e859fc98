using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics.Storage;

/// <summary>The reason for which nothing was stored.</summary>
/// <param name="Cause">One of the constants here; the metric's label.</param>
/// <param name="Message">The fault, and what to do, for the requester.</param>
public sealed record StorageFault(string Cause, string Message)
{
    /// <summary>The disk has no room, or the store has grown as large as it may.</summary>
    public const string Full = "full";

    /// <summary>The disk answered with an error.</summary>
    public const string InputOutput = "io";

    /// <summary>The data that was read differs from the data that was written.</summary>
    public const string Damaged = "damaged";

    /// <summary>The queue of publications that wait for the disk is full.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>There are as many durable topics as may be.</summary>
    public const string TooManyTopics = "too_many_topics";

    /// <summary>The topic or the store ended meanwhile, so the publication may or may not have been stored.</summary>
    public const string Stopped = "stopped";

    /// <summary>The topic has no home in the cluster at present.</summary>
    public const string NoHome = "no_home";

    /// <summary>A fault of ours.</summary>
    public const string Internal = "internal";

    /// <summary>The error's code for clients.</summary>
    public string Code => Cause switch
    {
        Full => ErrorCode.StorageFull,
        TooManyTopics => ErrorCode.TooManyTopics,
        NoHome => ErrorCode.TryAgainLater,
        _ => ErrorCode.StorageUnavailable,
    };
}
