using Akka.Actor;

namespace WsActors.Actors.Runtime;

/// <summary>
/// Asks one actor a question for somebody else and stops with the answer. If the actor stops before it answers, the asker is
/// told so instead of waiting until its patience ends.
/// </summary>
internal sealed class QuestionActor : UntypedActor
{
    private readonly IActorRef _target;
    private readonly Func<IActorRef, object> _question;
    private readonly object _ifStopped;
    private readonly IActorRef _asker;

    private QuestionActor(IActorRef target, Func<IActorRef, object> question, object ifStopped, IActorRef asker)
    {
        _target = target;
        _question = question;
        _ifStopped = ifStopped;
        _asker = asker;
    }

    /// <param name="target">The actor that is asked.</param>
    /// <param name="question">Makes the question; it is given the actor that awaits the answer.</param>
    /// <param name="ifStopped">The answer if the target stops without one.</param>
    /// <param name="asker">The actor that gets the answer.</param>
    public static Props Props(IActorRef target, Func<IActorRef, object> question, object ifStopped, IActorRef asker) =>
        ActorFactory<QuestionActor>.Props(() => new QuestionActor(target, question, ifStopped, asker));

    protected override void PreStart()
    {
        Context.Watch(_target);
        _target.Tell(_question(Self), Self);
    }

    protected override void OnReceive(object message)
    {
        _asker.Tell(message is Terminated ? _ifStopped : message);
        Context.Stop(Self);
    }
}
