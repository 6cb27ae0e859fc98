using Akka.Actor;
using WsActors.Actors.Runtime;

namespace WsActors.Actors.Tests.Runtime;

/// <summary>Children that Akka does not list: they reach their parent, and end by themselves, by a failure or with it.</summary>
public sealed class UnlistedChildrenTests : ActorTest
{
    private readonly UnlistedChildren _children;

    public UnlistedChildrenTests() => _children = new UnlistedChildren(Sys, TestActor, ActorFactory<Child>.Props(() => new Child()));

    [Fact]
    public void A_child_has_its_name_and_reaches_its_parent()
    {
        var child = _children.Make("first");
        child.Tell("hello");

        ExpectMsg("hello");
        Assert.Same(child, LastSender);
        Assert.Equal(TestActor.Path / "first", child.Path);
    }

    [Fact]
    public void A_child_that_fails_is_stopped_and_the_cause_is_logged()
    {
        var (watcher, child) = (CreateTestProbe(), _children.Make("first"));
        watcher.Watch(child);
        EventFilter.Exception<InvalidOperationException>("broken").ExpectOne(() => child.Tell(new InvalidOperationException("broken")));

        Assert.Equal("stopped", ExpectMsg<string>());
        watcher.ExpectTerminated(child);
    }

    [Fact]
    public void Children_are_stopped_together()
    {
        UnlistedChildren.Stop([_children.Make("first"), _children.Make("second")]);

        Assert.Equal(["stopped", "stopped"], ReceiveN(2));
    }

    private sealed class Child : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Exception failure)
                throw failure;

            Context.Parent.Tell(message);
        }

        protected override void PostStop() => Context.Parent.Tell("stopped");
    }
}
