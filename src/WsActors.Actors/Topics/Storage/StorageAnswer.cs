using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Storage;

/// <summary>The store's answer to a request.</summary>
public abstract record StorageAnswer
{
    private StorageAnswer(StorageRequest request) => Request = request;

    /// <summary>The very request that this answers.</summary>
    public StorageRequest Request { get; }

    /// <summary>The stored data of a topic.</summary>
    /// <param name="Request">As it was asked.</param>
    /// <param name="Position">Its epoch, and the offset of its last message whether or not that is still kept.</param>
    /// <param name="Messages">Its latest messages, up to that offset; those that are damaged are missing.</param>
    public sealed record Loaded(StorageRequest Request, TopicPosition Position, IReadOnlyList<StoredMessage> Messages)
        : StorageAnswer(Request);

    /// <summary>Messages of a <see cref="StorageRequest.ReadPage"/>.</summary>
    /// <param name="Request">As it was asked.</param>
    /// <param name="Messages">In the order of their offsets; those that are damaged are missing.</param>
    /// <param name="IsWhole">True if nothing is left out for its size.</param>
    public sealed record Read(StorageRequest Request, IReadOnlyList<StoredMessage> Messages, bool IsWhole) : StorageAnswer(Request);

    /// <summary>It is done, and will be found done by the next process.</summary>
    public sealed record Done(StorageRequest Request) : StorageAnswer(Request);

    /// <summary>It is not done.</summary>
    public sealed record Failed(StorageRequest Request, StorageFault Fault) : StorageAnswer(Request);
}
