using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.Passivation;

/// <summary>A topic's actor and the number of requests that were forwarded to it.</summary>
internal sealed class TopicEntry(IActorRef topicRef)
{
    private long _forwarded;

    public IActorRef TopicRef { get; } = topicRef;

    /// <summary>True while it is among the <see cref="VacantTopics"/>.</summary>
    public bool IsVacant { get; set; }

    /// <summary>Forwards a request; its answer goes to <paramref name="replyTo"/>.</summary>
    public void Forward(TopicRequest request, IActorRef replyTo)
    {
        _forwarded++;
        TopicRef.Tell(request, replyTo);
    }

    /// <summary>The topic was restarted: requests that it handled before no longer count.</summary>
    public void OnRestarted(long handledBefore) => _forwarded -= handledBefore;

    /// <summary>True if the topic has handled every request that was forwarded to it, so that stopping it loses none.</summary>
    public bool MayStop(long handled) => _forwarded == handled;
}
