using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using CsCheck;
using WsActors.Actors.Runtime.Mailboxes;

namespace WsActors.Actors.Tests.Mailboxes;

public sealed class CompactMessageQueueTests
{
    private readonly CompactMessageQueue _queue = new();

    [Fact]
    public void Empty_queue_has_no_messages_and_gives_none()
    {
        Assert.False(_queue.HasMessages);
        Assert.Equal(0, _queue.Count);
        Assert.False(_queue.TryDequeue(out _));
    }

    [Fact]
    public void A_message_comes_with_its_sender()
    {
        Add("a");

        Assert.True(_queue.HasMessages);
        Assert.True(_queue.TryDequeue(out var envelope));
        Assert.Equal(("a", ActorRefs.NoSender), (envelope.Message, envelope.Sender));
        Assert.False(_queue.HasMessages);
    }

    /// <summary>Numbers are messages to add, zeros take one; the framework's queue says what must come.</summary>
    [Fact]
    public void Whatever_is_added_and_taken_comes_in_order_and_is_counted() =>
        Gen.Int[0, 3].Array[0, 400].Sample(steps =>
        {
            var (queue, model, next) = (new CompactMessageQueue(), new Queue<object>(), 0);
            foreach (var step in steps)
            {
                for (var i = 0; i < step; i++)
                {
                    queue.Enqueue(ActorRefs.Nobody, new Envelope(next, ActorRefs.NoSender));
                    model.Enqueue(next++);
                }

                if (step == 0)
                    Assert.Equal(model.TryDequeue(out var expected) ? expected : null, queue.TryDequeue(out var taken) ? taken.Message : null);
                Assert.Equal((model.Count, model.Count > 0), (queue.Count, queue.HasMessages));
            }
        });

    [Fact]
    public async Task Messages_of_each_of_many_senders_come_in_order_while_they_are_added()
    {
        const int Senders = 4;
        const int MessagesOfEach = 20_000;
        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < MessagesOfEach; i++)
                Add((sender, i));
        })).ToArray();

        var next = new int[Senders];
        for (var taken = 0; taken < Senders * MessagesOfEach;)
        {
            if (!_queue.TryDequeue(out var envelope))
            {
                await Task.Yield();
                continue;
            }

            var (sender, number) = ((int, int))envelope.Message;
            Assert.Equal(next[sender]++, number);
            taken++;
        }

        await Task.WhenAll(senders);
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void What_was_not_taken_goes_to_the_dead_letters()
    {
        var deadLetters = new UnboundedMessageQueue();
        Add("a");
        Add("b");
        _queue.CleanUp(ActorRefs.Nobody, deadLetters);

        Assert.Equal(2, deadLetters.Count);
        Assert.True(deadLetters.TryDequeue(out var first));
        Assert.Equal("a", first.Message);
        Assert.False(_queue.HasMessages);
    }

    [Fact]
    public void Messages_that_come_and_go_allocate_nothing()
    {
        object message = "m";
        void Pass()
        {
            for (var i = 0; i < 10; i++)
                Add(message);
            while (_queue.TryDequeue(out _))
            {
            }
        }

        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Add(object message) => _queue.Enqueue(ActorRefs.Nobody, new Envelope(message, ActorRefs.NoSender));
}
