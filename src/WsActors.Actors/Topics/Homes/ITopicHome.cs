using Akka.Actor;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>
/// The part of a topic that exists once in the world: it numbers publications, keeps the history, the idempotency keys and the
/// presence. The topic's actor calls it through this port. On one node the calls are plain method calls; a node that
/// is not a topic's home implements them by messages to it, and calls <see cref="ITopicFollower"/> when they are answered.
/// </summary>
internal interface ITopicHome
{
    /// <summary>True once the log is here. Until then requests wait, except for publications.</summary>
    bool IsReady { get; }

    /// <summary>The log, as far as this node has it.</summary>
    TopicLog Log { get; }

    /// <summary>The topic's members; null if its rule asks for none.</summary>
    TopicPresence? Presence { get; }

    /// <summary>True if the topic holds nothing but its name, besides its subscribers.</summary>
    bool IsVacant { get; }

    /// <summary>True if stopping the topic loses nothing that could be asked for again.</summary>
    bool IsAtRest { get; }

    /// <summary>Begins to load the log, unless it is here or being loaded.</summary>
    void Load();

    /// <summary>Numbers a publication and adds it to the log. <see cref="ITopicFollower"/> is called, now or later, or the publisher is refused.</summary>
    /// <param name="publish">The publication.</param>
    /// <param name="replyTo">Its publisher.</param>
    /// <param name="now">The time at which it was accepted, on the node's clock.</param>
    void Publish(TopicRequest.Publish publish, IActorRef replyTo, TimeSpan now);

    /// <summary>Deletes the history and answers <paramref name="replyTo"/>.</summary>
    void ClearHistory(TopicRequest.ClearHistory command, IActorRef replyTo);

    /// <summary>Reads a page of the log; null if it has to be read from the disk: then <see cref="IPageReader"/> gets it.</summary>
    LogPage? Read(in PageRequest request);

    /// <summary>Takes over other limits of the history, which keep messages as those before them did. Never called in a cluster.</summary>
    void Use(HistoryRule history, TimeSpan now)
    {
    }

    /// <summary>Drops messages and keys that are too old.</summary>
    void Expire(TimeSpan now);

    /// <summary>Takes the store's answer to a request of this home.</summary>
    /// <returns>The fault if the log could not be loaded.</returns>
    StorageFault? OnStorage(StorageAnswer answer);

    /// <summary>Takes what the topic's home in the cluster has sent.</summary>
    /// <returns>The fault for which those who wait are refused; null if there is none.</returns>
    StorageFault? OnFeed(FeedItem item) => null;

    /// <summary>True if this node can judge what a returning subscriber has missed; false if it has to ask the topic's home first, and is not ready until then.</summary>
    bool MayRecover(SinceRequest? since) => true;

    /// <summary>The number of this node's subscribers has changed.</summary>
    void OnSubscribers(int count)
    {
    }

    /// <summary>A subscriber is a member from now on, if the topic has presence.</summary>
    /// <param name="connection">The id of its connection.</param>
    /// <param name="user">The user; null if the client is anonymous.</param>
    /// <param name="info">The JSON value that describes the client; null for none.</param>
    void OnJoined(string connection, string? user, string? info)
    {
    }

    /// <summary>A subscriber is no member any more, if it was one.</summary>
    /// <param name="connection">The id of its connection.</param>
    void OnLeft(string connection)
    {
    }

    /// <summary>The topic's turn ends.</summary>
    /// <param name="isLast">True if no more messages wait in the mailbox.</param>
    void EndTurn(bool isLast);

    /// <summary>The topic stops: pending requests are refused, and budgets get back what it held.</summary>
    void Stop();
}
