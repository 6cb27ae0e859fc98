using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Names that somebody subscribed to and left again, and nothing was ever published to, are remembered like all others, but only
/// so many of them: a client that runs through a million names fills the node with none.
/// </summary>
public sealed partial class TopicsActor
{
    private readonly Queue<TopicName> _vacant = [];

    private void OnVacated(TopicName name)
    {
        if (!_topics.TryGetValue(name, out var vacated) || vacated.IsVacant)
            return;

        vacated.IsVacant = true;
        _vacant.Enqueue(name);
        GoOnAfterOthers();
    }

    private bool HasTooManyVacant => _vacant.Count > _settings.MaxVacantTopics;

    // It may have subscribers again, or be another topic of the same name: it says so itself.
    private void ForgetOldestVacant()
    {
        if (!_topics.TryGetValue(_vacant.Dequeue(), out var oldest))
            return;

        oldest.IsVacant = false;
        oldest.Topic.Tell(TopicActor.CheckVacancy.Instance, Self);
    }
}
