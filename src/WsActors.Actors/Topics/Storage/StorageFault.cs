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

    /// <summary>Another node has taken the topic over, or the whole store.</summary>
    public const string Fenced = "fenced";

    /// <summary>The log in memory does not continue the stored one, because the store was set back or another process wrote to it.</summary>
    public const string Stale = "stale";

    /// <summary>The connection to the store broke during a commit, and it did not become known in time if that took effect.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>A fault of ours.</summary>
    public const string Internal = "internal";

    /// <summary>True if the log in memory may differ from the stored one, so that it must be loaded again.</summary>
    public bool IsLogLost => Cause is Fenced or Stale or Unconfirmed;

    /// <summary>The error's code for clients.</summary>
    public string Code => Cause switch
    {
        Full => ErrorCode.StorageFull,
        TooManyTopics => ErrorCode.TooManyTopics,
        NoHome => ErrorCode.TryAgainLater,
        _ => ErrorCode.StorageUnavailable,
    };
}
