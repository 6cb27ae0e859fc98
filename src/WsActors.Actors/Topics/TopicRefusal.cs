using Akka.Actor;

namespace WsActors.Actors.Topics;

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
            case TopicsActor.Publish publish: asker.Tell(new TopicsActor.Refused(code, text, publish.Request)); break;
            case TopicsActor.PublishMany many: Answer(many, asker, code, text); break;
            case TopicsActor.Subscribe subscribe: subscribe.Who.Tell(new Subscriber.SubscribeRefused(subscribe, code, text)); break;
            case TopicsActor.GetHistory query: asker.Tell(new TopicsActor.Refused(code, text, query.Request)); break;
            case TopicsActor.GetMembers query: asker.Tell(new TopicsActor.Refused(code, text, query.Request)); break;
            case TopicsActor.ClearHistory or TopicActor.GetSnapshot: asker.Tell(new TopicsActor.Refused(code, text)); break;
            default: return false;
        }

        return true;
    }

    private static void Answer(TopicsActor.PublishMany many, IActorRef asker, string code, string text)
    {
        foreach (var publish in many.Publications)
            Answer(publish, asker, code, text);
    }
}
