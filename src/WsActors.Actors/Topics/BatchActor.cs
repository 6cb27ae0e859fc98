using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>
/// Gathers the answers to one batch, which come from many topics in any order, sends all of them at once and
/// stops: with the last answer, or when their time is over.
/// </summary>
public sealed class BatchActor : UntypedActor
{
    private readonly object?[] _answers;
    private readonly IActorRef _replyTo;
    private readonly ICancelable _timer;
    private int _missing;

    private BatchActor(int publications, TimeSpan timeout, IActorRef replyTo)
    {
        _answers = new object?[publications];
        _missing = publications;
        _replyTo = replyTo;
        _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(timeout, Self, GiveUp.Instance, ActorRefs.NoSender);
    }

    /// <param name="publications">The number of answers: requests 0 to <paramref name="publications"/> - 1.</param>
    /// <param name="timeout">The time that they may take.</param>
    /// <param name="replyTo">The actor that gets the answers.</param>
    internal static Props Props(int publications, TimeSpan timeout, IActorRef replyTo) =>
        ActorFactory<BatchActor>.Props(() => new BatchActor(publications, timeout, replyTo));

    protected override void PreStart()
    {
        if (_missing == 0)
            Finish();
    }

    protected override void PostStop() => _timer.Cancel();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TopicReply.Published published: Take(published.Request, published); break;
            case TopicReply.Refused refused: Take(refused.Request, refused); break;
            case GiveUp: Finish(); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(RequestId? request, object answer)
    {
        if (request?.Number is not { } index || index >= _answers.Length || _answers[index] is not null)
            return;

        _answers[index] = answer;
        _missing--;
        if (_missing == 0)
            Finish();
    }

    private void Finish()
    {
        _replyTo.Tell(new Answered(_answers));
        Context.Stop(Self);
    }

    /// <param name="Answers">
    /// One for each publication, in their order: <see cref="TopicReply.Published"/>, <see cref="TopicReply.Refused"/>, or
    /// null where none came in time.
    /// </param>
    public sealed record Answered(IReadOnlyList<object?> Answers);

    private sealed record GiveUp
    {
        public static readonly GiveUp Instance = new();
    }
}
