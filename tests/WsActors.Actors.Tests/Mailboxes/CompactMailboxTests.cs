using Akka.Actor;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Mailboxes;

public sealed class CompactMailboxTests : ActorTest
{
    private static readonly int Rounds = Effort.Rounds(300_000);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A message that is added in the instant in which the mailbox comes to rest must wake it. The second of each two
    /// comes a little later after the first each time, and so now and then in just that instant.
    /// </summary>
    [Fact]
    public void No_message_is_overlooked_by_a_mailbox_that_comes_to_rest()
    {
        var counter = new Counter();
        var actor = Sys.ActorOf(CompactMailbox.Of(Props.Create(() => new Counting(counter))));
        for (var round = 0; round < Rounds; round++)
        {
            actor.Tell(string.Empty);
            Thread.SpinWait(round % 100);
            actor.Tell(string.Empty);

            var expected = 2 * (round + 1);
            Assert.True(
                SpinWait.SpinUntil(() => Volatile.Read(ref counter.Value) == expected, Timeout), $"a message of round {round} was overlooked");
        }
    }

    private sealed class Counter
    {
        public int Value;
    }

    private sealed class Counting(Counter counter) : UntypedActor
    {
        protected override void OnReceive(object message) => Interlocked.Increment(ref counter.Value);
    }
}
