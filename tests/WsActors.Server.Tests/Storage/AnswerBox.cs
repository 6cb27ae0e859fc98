using System.Collections.Concurrent;
using Akka.Actor;

namespace WsActors.Server.Tests.Storage;

/// <summary>A requester without an actor system: the answers wait for the test.</summary>
internal sealed class AnswerBox : MinimalActorRef
{
    private readonly BlockingCollection<object> _told = [];

    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "test";

    public override IActorRefProvider Provider => throw new NotSupportedException();

    /// <summary>The next answer, which is this.</summary>
    public T Take<T>()
    {
        Assert.True(_told.TryTake(out var answer, ChildProcess.Timeout), "no answer came");
        return Assert.IsAssignableFrom<T>(answer);
    }

    protected override void TellInternal(object message, IActorRef sender) => _told.Add(message);
}
