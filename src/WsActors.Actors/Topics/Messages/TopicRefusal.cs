using Akka.Actor;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics.Messages;

/// <summary>Answers the messages of a topic that it cannot handle, each in its own way.</summary>
internal static class TopicRefusal
{
    /// <summary>Answers a message; false if it is one that nobody awaits an answer to.</summary>
    /// <param name="message">The message.</param>
    /// <param name="replyTo">The actor that awaits an answer.</param>
    /// <param name="code">One of <see cref="ErrorCode"/>.</param>
    /// <param name="text">The fault, and what to do.</param>
    public static bool Answer(object message, IActorRef replyTo, string code, string text)
    {
        switch (message)
        {
            case TopicRequest.Publish publish: replyTo.Tell(new TopicReply.Refused(code, text, publish.Request)); break;
            case TopicRequest.PublishMany many: Answer(many, replyTo, code, text); break;
            case TopicRequest.Subscribe subscribe: subscribe.Subscriber.Tell(new Subscriber.SubscribeRefused(subscribe, code, text)); break;
            case TopicRequest.GetHistory query: replyTo.Tell(new TopicReply.Refused(code, text, query.Request)); break;
            case TopicRequest.GetMembers query: replyTo.Tell(new TopicReply.Refused(code, text, query.Request)); break;
            case TopicRequest.ClearHistory or TopicRequest.GetSnapshot: replyTo.Tell(new TopicReply.Refused(code, text)); break;
            default: return false;
        }

        return true;
    }

    private static void Answer(TopicRequest.PublishMany many, IActorRef replyTo, string code, string text)
    {
        foreach (var publish in many.Publications)
            Answer(publish, replyTo, code, text);
    }
}
