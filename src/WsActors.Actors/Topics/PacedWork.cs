using Akka.Actor;
using WsActors.Actors.Topics.Passivation;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Work that clients can cause much of at once: making topics, subscribers that leave a thousand topics, forgetting names. A little of it
/// is done in each turn, and other messages in the mailbox, publications above all, pass in between.
/// </summary>
internal sealed class PacedWork(TopicTable topics, int maxVacant, IActorRef self)
{
    /// <summary>Topics made or forgotten in one turn: some 10 µs each.</summary>
    private const int TopicsPerTurn = 16;

    /// <summary>Messages sent to topics in one turn.</summary>
    private const int MessagesPerTurn = 64;

    private readonly Departures _departures = new();
    private readonly Queue<IActorRef> _unchecked = new();
    private readonly VacantTopics _vacant = new(maxVacant);
    private bool _isContinuing;

    /// <summary>Queues a message for a topic that does not exist yet. It is made in its turn, at once if nothing else waits.</summary>
    public void MakeTopic(TopicName name, object message, IActorRef sender, bool isLast)
    {
        topics.Await(name, message, sender);
        if (isLast)
            topics.MakeAwaited(TopicsPerTurn);
        ContinueLater();
    }

    public void Leave(TopicsActor.Leave leave)
    {
        _departures.Add(leave.Subscriber, leave.Topics);
        ContinueLater();
    }

    /// <summary>Asks all topics whether they are idle, unless that is under way. All at once would keep a node with a million topics busy for a second.</summary>
    public void CheckIdle()
    {
        if (_unchecked.Count > 0)
            return;

        foreach (var topic in topics.Topics)
            _unchecked.Enqueue(topic);
        ContinueLater();
    }

    /// <summary>A topic holds nothing but its name.</summary>
    public void OnIdle(TopicName name)
    {
        if (topics.Find(name) is not { } topic)
            return;

        _vacant.Add(name, topic);
        ContinueLater();
    }

    /// <summary>Does a little of what waits.</summary>
    public void Continue()
    {
        _isContinuing = false;
        topics.MakeAwaited(TopicsPerTurn);
        TellDepartures();
        CheckSome();
        for (var i = 0; i < TopicsPerTurn && _vacant.IsTooMany; i++)
            ForgetOldestVacant();
        ContinueLater();
    }

    private bool IsWorkLeft => topics.HasAwaited || !_departures.IsEmpty || _unchecked.Count > 0 || _vacant.IsTooMany;

    // Behind everything else in the mailbox.
    private void ContinueLater()
    {
        if (_isContinuing || !IsWorkLeft)
            return;

        _isContinuing = true;
        self.Tell(GoOn.Instance, self);
    }

    private void TellDepartures()
    {
        for (var i = 0; i < MessagesPerTurn && _departures.TryTake(out var subscriber, out var topic, out var topicRef); i++)
        {
            if (topicRef is null)
                topics.Unsubscribe(topic, subscriber);
            else
                topicRef.Tell(new TopicActor.Unsubscribe(subscriber), self);
        }
    }

    private void CheckSome()
    {
        for (var i = 0; i < TopicsPerTurn && _unchecked.TryDequeue(out var topic); i++)
            topic.Tell(TopicUse.CheckIdle.Instance, self);
    }

    // It may have subscribers again, or be another topic of the same name, so it is asked.
    private void ForgetOldestVacant()
    {
        if (topics.Find(_vacant.TakeOldest()) is not { } oldest)
            return;

        oldest.IsVacant = false;
        oldest.TopicRef.Tell(TopicUse.CheckVacancy.Instance, self);
    }

    /// <summary>Tells the actor to call <see cref="Continue"/>.</summary>
    public sealed record GoOn
    {
        public static readonly GoOn Instance = new();
    }
}
