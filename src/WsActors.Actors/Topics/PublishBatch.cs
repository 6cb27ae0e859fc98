using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>Publishes many at once: those of one topic reach it in one message, in their order.</summary>
/// <param name="ByTopic">The publications of each topic, with their number in the batch as request id.</param>
/// <param name="ReplyTo">Gathers the answers.</param>
public sealed record PublishBatch(IReadOnlyList<TopicRequest.PublishMany> ByTopic, BatchAnswers ReplyTo)
{
    /// <summary>Numbers the publications of a batch and sorts them by topic.</summary>
    public static PublishBatch Of(IReadOnlyList<TopicRequest.Publish> publications, IActorRef replyTo) => new(
        Sorted([.. publications.Select((publish, index) => publish with { Request = RequestId.Of(index) })]),
        BatchAnswers.To(publications, replyTo));

    /// <summary>Sorts publications by topic. Most batches are for one topic, or for a different one each.</summary>
    internal static IReadOnlyList<TopicRequest.PublishMany> Sorted(List<TopicRequest.Publish> publications)
    {
        var first = publications[0].Topic;
        if (publications.TrueForAll(publish => publish.Topic == first))
            return [new TopicRequest.PublishMany(first, publications)];

        return
        [
            .. publications.GroupBy(
                publish => publish.Topic, (topic, its) => new TopicRequest.PublishMany(topic, [.. its])),
        ];
    }
}
