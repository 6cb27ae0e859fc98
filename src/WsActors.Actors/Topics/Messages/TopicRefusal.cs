using Akka.Actor;

namespace WsActors.Actors.Topics.Messages;

/// <summary>Answers the messages of a topic that it cannot handle, each in its own way.</summary>
internal static class TopicRefusal
{
    /// <summary>Answers a message; false if it is one that nobody awaits an answer to.</summary>
    /// <param name="message">The message.</param>
    /// <param name="asker">Its sender.</param>
    /// <param name="code">One of <see cref="Protocol.Clients.ErrorCode"/>.</param>
    /// <param name="text">What is wrong and what to do.</param>
    public static bool Answer(object message, IActorRef asker, string code, string text)
    {
        switch (message)
        {
            case TopicRequest.Publish publish: asker.Tell(new TopicReply.Refused(code, text, publish.Request)); break;
            case TopicRequest.PublishMany many: Answer(many, asker, code, text); break;
            case TopicRequest.Subscribe subscribe: subscribe.Subscriber.Tell(new Subscriber.SubscribeRefused(subscribe, code, text)); break;
            case TopicRequest.GetHistory query: asker.Tell(new TopicReply.Refused(code, text, query.Request)); break;
            case TopicRequest.GetMembers query: asker.Tell(new TopicReply.Refused(code, text, query.Request)); break;
            case TopicRequest.ClearHistory or TopicActor.GetSnapshot: asker.Tell(new TopicReply.Refused(code, text)); break;
            default: return false;
        }

        return true;
    }

    private static void Answer(TopicRequest.PublishMany many, IActorRef asker, string code, string text)
    {
        foreach (var publish in many.Publications)
            Answer(publish, asker, code, text);
    }
}
