using System.Collections.Concurrent;
using Akka.Actor;

namespace WsActors.Actors.Tests;

/// <summary>Stands for an actor and keeps its messages on the caller's thread, so that they are there at once.</summary>
/// <param name="system">The actor system; null in a test without one.</param>
/// <param name="name">The actor's name.</param>
internal sealed class CapturingRef(ActorSystem? system, string name) : MinimalActorRef
{
    private readonly ConcurrentQueue<(object Message, IActorRef Sender)> _told = new();

    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / name;

    public override IActorRefProvider Provider =>
        ((ExtendedActorSystem?)system)?.Provider ?? throw new InvalidOperationException("there is no actor system");

    public IReadOnlyList<object> Messages => [.. _told.Select(told => told.Message)];

    public bool TryTake(out object message, out IActorRef sender)
    {
        var isThere = _told.TryDequeue(out var told);
        (message, sender) = told;
        return isThere;
    }

    protected override void TellInternal(object message, IActorRef sender) => _told.Enqueue((message, sender));
}
