using Akka.Actor;

namespace WsActors.Actors.Runtime;

/// <summary>
/// Sends a request to an actor on behalf of another and stops with the answer. If the actor stops without an answer, the requester gets a
/// substitute at once instead of waiting for its timeout.
/// </summary>
internal sealed class RequestActor : UntypedActor
{
    private readonly IActorRef _target;
    private readonly Func<IActorRef, object> _request;
    private readonly object _ifStopped;
    private readonly IActorRef _replyTo;

    private RequestActor(IActorRef target, Func<IActorRef, object> request, object ifStopped, IActorRef replyTo)
    {
        _target = target;
        _request = request;
        _ifStopped = ifStopped;
        _replyTo = replyTo;
    }

    /// <param name="target">The actor that gets the request.</param>
    /// <param name="request">Makes the request from the reference of the actor that awaits the answer.</param>
    /// <param name="ifStopped">The answer if the target stops without one.</param>
    /// <param name="replyTo">The actor that gets the answer.</param>
    public static Props Props(IActorRef target, Func<IActorRef, object> request, object ifStopped, IActorRef replyTo) =>
        ActorFactory<RequestActor>.Props(() => new RequestActor(target, request, ifStopped, replyTo));

    protected override void PreStart()
    {
        Context.Watch(_target);
        _target.Tell(_request(Self), Self);
    }

    protected override void OnReceive(object message)
    {
        _replyTo.Tell(message is Terminated ? _ifStopped : message);
        Context.Stop(Self);
    }
}
