using WsActors.Actors.WarmUp;

namespace WsActors.Actors.Tests.WarmUp;

public sealed class WarmUpActorTests : ActorTest
{
    [Fact]
    public void It_runs_through_its_rounds_and_is_gone()
    {
        var warmUp = Watch(Sys.ActorOf(WarmUpActor.Props(Time.Provider)));
        warmUp.Tell(WarmUpActor.Run.Instance, TestActor);

        Eventually(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(200));
            Assert.True(HasMessages);
        });
        ExpectMsg<WarmUpActor.Done>();
        ExpectTerminated(warmUp);
    }
}
