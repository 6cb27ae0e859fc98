using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>Batches: sorted by topic here, gathered again by an actor of their own.</summary>
public sealed partial class TopicsActor
{
    private void PublishingBatch(PublishBatch batch)
    {
        var numbered = batch.Publications.Select((publish, index) => publish with { Request = RequestId.Of(index) });
        var gatherer = Context.ActorOf(BatchActor.Props(batch.Publications.Count, batch.Patience, Sender));
        foreach (var ofOneTopic in numbered.GroupBy(publish => publish.Topic))
            PublishingMany(new TopicRequest.PublishMany(ofOneTopic.Key, [.. ofOneTopic]), gatherer);
    }

    private void PublishingMany(TopicRequest.PublishMany many, IActorRef gatherer)
    {
        if (many.Topic.IsReserved)
            Refuse(many, gatherer, ErrorCode.PublishForbidden, Refusals.Reserved(many.Topic));
        else if (FindOrAdd(many.Topic) is { } topic)
            topic.Forward(many, gatherer);
        else
            Refuse(many, gatherer, ErrorCode.TooManyTopics, Refusals.TooManyTopics(_settings.MaxTopics));
    }

    private static void Refuse(TopicRequest.PublishMany many, IActorRef gatherer, string code, string message)
    {
        foreach (var publish in many.Publications)
            gatherer.Tell(new TopicReply.Refused(code, message, publish.Request));
    }
}
