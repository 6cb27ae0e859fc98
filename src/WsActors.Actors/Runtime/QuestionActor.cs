using Akka.Actor;

namespace WsActors.Actors.Runtime;

/// <summary>
/// Asks one actor a question for somebody else and stops with the answer. If the actor stops before it answers, the requester is
/// told so instead of waiting until its patience ends.
/// </summary>
internal sealed class QuestionActor : UntypedActor
{
    private readonly IActorRef _target;
    private readonly Func<IActorRef, object> _question;
    private readonly object _ifStopped;
    private readonly IActorRef _replyTo;

    private QuestionActor(IActorRef target, Func<IActorRef, object> question, object ifStopped, IActorRef replyTo)
    {
        _target = target;
        _question = question;
        _ifStopped = ifStopped;
        _replyTo = replyTo;
    }

    /// <param name="target">The actor that is asked.</param>
    /// <param name="question">Makes the question; it is given the actor that awaits the answer.</param>
    /// <param name="ifStopped">The answer if the target stops without one.</param>
    /// <param name="replyTo">The actor that gets the answer.</param>
    public static Props Props(IActorRef target, Func<IActorRef, object> question, object ifStopped, IActorRef replyTo) =>
        ActorFactory<QuestionActor>.Props(() => new QuestionActor(target, question, ifStopped, replyTo));

    protected override void PreStart()
    {
        Context.Watch(_target);
        _target.Tell(_question(Self), Self);
    }

    protected override void OnReceive(object message)
    {
        _replyTo.Tell(message is Terminated ? _ifStopped : message);
        Context.Stop(Self);
    }
}
