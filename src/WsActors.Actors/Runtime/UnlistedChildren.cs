using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace WsActors.Actors.Runtime;

/// <summary>
/// Makes the children of an actor that has very many and keeps a table of them itself. Akka lists children in an immutable tree, which
/// takes 104 bytes per child, and another 2.5 KB of garbage for each that comes and goes. A child that fails is stopped; the owner has to stop
/// the others when it stops.
/// </summary>
/// <remarks>
/// It takes the parent's place for Akka: what children send to their parent is passed on, and what Akka reports about them ends here. The
/// owner therefore receives no <see cref="Terminated"/> for them; any other actor can watch them.
/// </remarks>
internal sealed class UnlistedChildren(ActorSystem system, IActorRef owner, Props props) : MinimalActorRef
{
    private readonly ActorSystemImpl _system = (ActorSystemImpl)system;
    private long _made;

    public override ActorPath Path => owner.Path;

    public override IActorRefProvider Provider => _system.Provider;

    /// <summary>Makes a child.</summary>
    /// <param name="name">Its name, which must not have been used before.</param>
    public IActorRef Make(string name)
    {
        var path = new ChildActorPath(owner.Path, name, ++_made);
        var child = _system.Provider.ActorOf(_system, props, this, path, systemService: false, deploy: null, lookupDeploy: false, async: false);
        child.Start();
        return child;
    }

    /// <summary>Asks children to stop, because their parent stops; it does not wait for them.</summary>
    public static void Stop(IEnumerable<IActorRef> children)
    {
        foreach (var child in children)
            ((IInternalActorRef)child).Stop();
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is not Failed failed)
            return;

        _system.EventStream.Publish(new Error(failed.Cause, failed.Child.Path.ToString(), props.Type, failed.Cause.Message));
        Stop([failed.Child]);
    }

    protected override void TellInternal(object message, IActorRef sender) => owner.Tell(message, sender);
}
