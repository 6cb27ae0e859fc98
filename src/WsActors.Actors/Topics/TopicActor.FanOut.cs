using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>
/// Publications leave at the end of a turn. While more of them wait in the mailbox they are joined: one message to each
/// subscriber then brings them all, which is where a busy topic spends its time.
/// </summary>
public sealed partial class TopicActor
{
    /// <summary>Bytes of one audience after which nothing more is joined: what a connection sends at once.</summary>
    private const int MaxJoinedBytes = 64 * 1024;

    /// <summary>Publications joined at most, so that none waits long for those behind it.</summary>
    private const int MaxJoined = 64;

    // Whoever is answered knows that the publication was told to all.
    private readonly List<(IActorRef Publisher, TopicReply.Published Answer)> _answers = [];
    private TimeSpan _oldestAcceptedAt;

    private void AnswerWhenTold(IActorRef publisher, TopicReply.Published answer) => _answers.Add((publisher, answer));

    private bool IsAnswerGathered(RequestId? request) =>
        _answers.Exists(entry => entry.Publisher.Equals(Sender) && entry.Answer.Request == request);

    private void PublishAll(TopicRequest.PublishMany many)
    {
        foreach (var publish in many.Publications)
        {
            if (IsEnoughJoined)
                TellJoined();
            Publish(publish);
        }
    }

    private bool IsEnoughJoined => _answers.Count >= MaxJoined || _audiences.JoinedBytes >= MaxJoinedBytes;

    private void TellAtTurnsEnd()
    {
        if (_answers.Count > 0 && (IsEnoughJoined || !((ActorCell)Context).HasMessages))
            TellJoined();
    }

    private void TellJoined()
    {
        if (_answers.Count == 0)
            return;

        _audiences.Tell(_topic, _oldestAcceptedAt, Self);
        foreach (var (publisher, answer) in _answers)
            publisher.Tell(answer);
        _answers.Clear();
    }
}
