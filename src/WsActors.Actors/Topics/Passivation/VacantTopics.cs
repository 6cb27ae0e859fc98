using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Passivation;

/// <summary>
/// Names of topics that were subscribed to, left again and never published to. Only so many of them are remembered: a client that
/// runs through a million names does not fill the node with them.
/// </summary>
internal sealed class VacantTopics(int max)
{
    private readonly Queue<TopicName> _names = [];

    public bool IsTooMany => _names.Count > max;

    public void Add(TopicName name, TopicEntry topic)
    {
        if (topic.IsVacant)
            return;

        topic.IsVacant = true;
        _names.Enqueue(name);
    }

    /// <summary>Takes out the name that has been vacant longest. There is one. It may have subscribers again, or belong to another topic by now.</summary>
    public TopicName TakeOldest() => _names.Dequeue();
}
