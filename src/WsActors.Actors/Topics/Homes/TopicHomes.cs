using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Makes the home of a topic: in the cluster if the node is part of one, else here, on the disk or in memory as the topic's rule says. The node's own topics stay here.</summary>
internal static class TopicHomes
{
    /// <param name="topic">The topic.</param>
    /// <param name="rule">Its rule.</param>
    /// <param name="environment">The environment that all topics share.</param>
    /// <param name="follower">Delivers to the subscribers of this node.</param>
    /// <param name="reader">Gets the pages that were read from the disk.</param>
    /// <param name="self">The topic's actor.</param>
    public static ITopicHome Make(
        TopicName topic, TopicRule rule, TopicEnvironment environment, ITopicFollower follower, IPageReader reader, IActorRef self)
    {
        if (environment.Buckets is not null && !topic.IsReserved)
            return new ReplicatedHome(topic, rule, environment, follower, reader, self);

        // In a cluster all nodes share the store, and each has its own reserved topics.
        var home = new TopicHome(rule, environment, follower);
        return environment.IsStored(rule) && environment.Buckets is null
            ? new DurableHome(topic, rule.History, environment, home, reader, self)
            : home;
    }
}
