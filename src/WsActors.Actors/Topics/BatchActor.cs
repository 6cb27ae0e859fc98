using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>
/// Gathers the answers to one batch, which come from many topics in any order, tells the asker all of them at once and
/// stops: with the last answer, or when the asker's patience ends.
/// </summary>
public sealed class BatchActor : UntypedActor
{
    private readonly object?[] _answers;
    private readonly IActorRef _asker;
    private readonly ICancelable _impatience;
    private int _missing;

    private BatchActor(int publications, TimeSpan patience, IActorRef asker)
    {
        _answers = new object?[publications];
        _missing = publications;
        _asker = asker;
        _impatience = Context.System.Scheduler.ScheduleTellOnceCancelable(patience, Self, GiveUp.Instance, ActorRefs.NoSender);
    }

    /// <param name="publications">How many answers come: requests 0 to <paramref name="publications"/> - 1.</param>
    /// <param name="patience">How long they may take.</param>
    /// <param name="asker">Who is told.</param>
    internal static Props Props(int publications, TimeSpan patience, IActorRef asker) =>
        ActorFactory<BatchActor>.Props(() => new BatchActor(publications, patience, asker));

    protected override void PreStart()
    {
        if (_missing == 0)
            Finish();
    }

    protected override void PostStop() => _impatience.Cancel();

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
        _asker.Tell(new Answered(_answers));
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
