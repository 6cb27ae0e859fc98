using WsActors.Actors.Access;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Publishes batches: the messages that are allowed go to their topics together, and one event answers all of them.</summary>
internal static class Batches
{
    /// <returns>True if topics will answer; false if no message could be published, and the batch is answered.</returns>
    public static bool Publish(ClientCommand.PublishBatch batch, in Turn turn)
    {
        var answers = new object?[batch.Messages.Count];
        var publications = new List<TopicRequest.Publish>(answers.Length);
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = ObjectionTo(batch.Messages[i], turn);
            if (answers[i] is null)
                publications.Add(Publications.RequestOf((ClientCommand.Publish)batch.Messages[i], RequestId.Of(i), turn));
        }

        if (publications.Count == 0)
        {
            turn.Effects.Answer(AnswerOf(new BatchAnswers.Answered(batch.Id, answers), turn.Identity));
            return false;
        }

        turn.Effects.Tell(turn.Environment.Topics, new PublishBatch(
            PublishBatch.Sorted(publications), new BatchAnswers(batch.Id, answers, publications.Count, turn.Self)));
        return true;
    }

    public static ServerEvent AnswerOf(TopicReply.Published published, Identity identity) =>
        new ServerEvent.Published(published.Request, ResultOf(published, identity));

    public static ServerEvent AnswerOf(BatchAnswers.Answered batch, Identity identity)
    {
        var results = new PublicationResult[batch.Answers.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = batch.Answers[i] is TopicReply.Published published
                ? ResultOf(published, identity)
                : ResultOf((TopicReply.Refused)batch.Answers[i]!);
        }

        return new ServerEvent.PublishedBatch(batch.Request, results);
    }

    private static TopicReply.Refused? ObjectionTo(ClientCommand message, in Turn turn)
    {
        if (message is not ClientCommand.Publish publish)
            return message is ClientCommand.Invalid invalid ? new TopicReply.Refused(invalid.Code, invalid.Message) : null;

        return Publications.ObjectionTo(publish, turn) ?? turn.Environment.Rules.MayPublish(turn.Identity, publish.Topic!) switch
        {
            AccessDecision.Denied denied => new TopicReply.Refused(denied.Code, denied.Message),
            AccessDecision.AskBackend => new TopicReply.Refused(ErrorCode.PublishForbidden, Refusals.NotInBatch(publish.Topic!)),
            _ => null,
        };
    }

    // Only back ends are told how many others there are.
    private static PublicationResult ResultOf(TopicReply.Published published, Identity identity) => new(published.Position.Offset)
    {
        Epoch = identity.IsBackEnd ? published.Position.Epoch : null,
        Subscribers = published.Subscribers,
        IsRepeated = published.IsRepeated,
    };

    private static PublicationResult ResultOf(TopicReply.Refused refused) => PublicationResult.Failed(refused.Code, refused.Message);
}
