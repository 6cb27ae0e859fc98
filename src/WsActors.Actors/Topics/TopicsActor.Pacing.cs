using Akka.Actor;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>
/// Work that clients can cause much of at once: topics to be made, subscribers that leave a thousand topics, names to be forgotten.
/// A little of it is done in each turn, and whatever else waits in the mailbox, publications above all, passes in between.
/// </summary>
public sealed partial class TopicsActor
{
    /// <summary>Topics made or forgotten in one turn: some 10 µs each.</summary>
    private const int TopicsPerTurn = 16;

    /// <summary>Messages told to topics in one turn.</summary>
    private const int MessagesPerTurn = 64;

    private readonly NewTopics _newTopics = new();
    private readonly Departures _departures = new();
    private readonly Queue<IActorRef> _unasked = new();
    private bool _goesOn;

    private bool IsWorkLeft => !_newTopics.IsEmpty || !_departures.IsEmpty || _unasked.Count > 0 || HasTooManyVacant;

    private void GoOnAfterOthers()
    {
        if (_goesOn || !IsWorkLeft)
            return;

        _goesOn = true;
        Self.Tell(GoOn.Instance);
    }

    private void DoALittle()
    {
        _goesOn = false;
        MakeNewTopics();
        TellDepartures();
        AskNext();
        for (var i = 0; i < TopicsPerTurn && HasTooManyVacant; i++)
            ForgetOldestVacant();
        GoOnAfterOthers();
    }

    /// <summary>Tells a topic a client's message; where it does not exist yet, after those who came before and in its turn.</summary>
    private void TellOrMake(TopicName name, object message)
    {
        if (_topics.TryGetValue(name, out var topic))
        {
            topic.Forward(message, Sender);
            return;
        }

        _newTopics.Add(name, message, Sender);
        if (!((ActorCell)Context).HasMessages)
            MakeNewTopics();
        GoOnAfterOthers();
    }

    private void MakeNewTopics()
    {
        for (var i = 0; i < TopicsPerTurn && _newTopics.TryPeek(out var name); i++)
        {
            if (FindOrAdd(name) is null)
                RefuseWaiting(name);
        }
    }

    private void TellWaiting(TopicName name, TopicEntry topic)
    {
        foreach (var (message, sender) in _newTopics.Take(name))
        {
            if (message is TopicActor.Unsubscribe)
                topic.Topic.Tell(message, sender);
            else
                topic.Forward(message, sender);
        }
    }

    private void RefuseWaiting(TopicName name)
    {
        foreach (var (message, sender) in _newTopics.Take(name))
            TopicRefusal.Answer(message, sender, ErrorCode.TooManyTopics, Refusals.TooManyTopics(_settings.MaxTopics));
    }

    private void Departing(Leave leave)
    {
        _departures.Add(leave.Subscriber, leave.Topics);
        GoOnAfterOthers();
    }

    private void TellDepartures()
    {
        for (var i = 0; i < MessagesPerTurn && _departures.TryTake(out var who, out var topic, out var home); i++)
        {
            if (home is null)
                Unsubscribing(new Unsubscribe(topic, who));
            else
                home.Tell(new TopicActor.Unsubscribe(who));
        }
    }

    // All at once would keep a node with a million topics busy for a second.
    private void AskWhoIsNeeded()
    {
        if (_unasked.Count > 0)
            return;

        foreach (var topic in _topics.Values)
            _unasked.Enqueue(topic.Topic);
        GoOnAfterOthers();
    }

    private void AskNext()
    {
        for (var i = 0; i < TopicsPerTurn && _unasked.TryDequeue(out var topic); i++)
            topic.Tell(TopicActor.CheckNeed.Instance);
    }

    private sealed record GoOn
    {
        public static readonly GoOn Instance = new();
    }
}
