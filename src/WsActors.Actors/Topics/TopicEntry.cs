using Akka.Actor;

namespace WsActors.Actors.Topics;

/// <summary>A topic actor and how much it was sent: what <see cref="TopicsActor"/> keeps of each topic.</summary>
internal sealed class TopicEntry(IActorRef topic)
{
    public IActorRef Topic { get; } = topic;

    /// <summary>Whether it is among those that were left without ever having been published to.</summary>
    public bool IsVacant { get; set; }

    /// <summary>Messages forwarded to the present log so far; the topic counts what it handled of them.</summary>
    public long Forwarded { get; private set; }

    /// <summary>The topic failed and began anew: what it handled before no longer counts.</summary>
    public void BeganAnew(long handledBefore) => Forwarded -= handledBefore;

    public void Forward(object message)
    {
        Forwarded++;
        Topic.Forward(message);
    }

    /// <summary>Forwards a message whose answers somebody else awaits.</summary>
    public void Forward(object message, IActorRef asker)
    {
        Forwarded++;
        Topic.Tell(message, asker);
    }
}
