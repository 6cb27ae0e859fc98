using System.Runtime.CompilerServices;
using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Dispatching;
using WsActors.Actors.Transport;
using WsActors.Actors.Transport.Epoll;

namespace WsActors.Actors.Tests.Transport.Epoll;

/// <summary>The contract over descriptors and epoll, and what can go wrong there alone.</summary>
public sealed class EpollTransportTests : TransportContract
{
    private protected override async Task<TransportPair> OpenAsync()
    {
        var pair = await AcceptedAsync();
        pair.Transport.Attach(Owner);

        // The first wait ends at once.
        pair.Transport.AwaitReadable();
        ExpectReadable();
        Assert.Equal(ReceiveStatus.Empty, pair.Transport.Receive(new byte[1]).Status);
        return pair;
    }

    [Fact]
    public async Task The_first_wait_ends_at_once_and_the_second_when_there_is_something()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        Owner.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());

        ExpectReadable();
    }

    [Fact]
    public async Task An_actor_of_the_inbound_dispatcher_takes_a_report_on_the_reactors_thread()
    {
        using var pair = await OpenAsync();
        pair.Transport.Attach(Sys.ActorOf(InboundDispatcher.Of(ActorFactory<ThreadNamer>.Props(() => new ThreadNamer(TestActor)))));

        // While the actor is still busy with an earlier message on a thread of the pool, it takes a report there.
        var threads = new List<string>();
        while (threads.Count < 100 && !threads.Exists(name => name.StartsWith("epoll ", StringComparison.Ordinal)))
        {
            pair.Transport.AwaitReadable();
            await pair.PeerStream.WriteAsync("hello"u8.ToArray());
            threads.Add(ExpectMsg<string>());
            ReceiveAll(pair);
        }

        Assert.StartsWith("epoll ", threads[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_about_a_closed_descriptor_does_not_reach_whoever_has_its_number_now()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        var transport = (EpollTransport)pair.Transport;

        EpollReactor.Report(transport.Descriptor, transport.Generation - 1, Readiness.Readable | Readiness.Broken);
        Owner.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        EpollReactor.Report(transport.Descriptor, transport.Generation, Readiness.Readable);

        ExpectReadable();
    }

    [Fact]
    public async Task A_report_that_finds_nothing_to_receive_leaves_the_next_wait_working()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        ((EpollTransport)pair.Transport).OnReady(Readiness.Readable | Readiness.Writable);
        ExpectReadable();
        Assert.Empty(ReceiveAll(pair));

        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();

        Assert.Equal("hello"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task A_report_after_the_end_of_the_connection_is_nobodys()
    {
        using var pair = await OpenAsync();
        pair.Transport.Send(new byte[4 * 1024 * 1024]);
        pair.Transport.AwaitReadable();
        pair.Transport.Dispose();

        ((EpollTransport)pair.Transport).OnReady(Readiness.Writable);

        Owner.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task A_connection_that_is_lost_on_the_way_to_its_owner_is_closed_by_the_collector()
    {
        var (peer, stream) = await LoseOneAsync();
        using (peer)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();

            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }
    }

    // A descriptor closed twice, or under the other's call, closes or garbles a neighbour's.
    [Fact]
    public async Task A_thousand_connections_that_come_and_go_under_pending_sends_hear_their_own_bytes_alone()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, over) =>
        {
            using var pair = await AcceptedAsync();
            pair.Transport.Attach(ActorRefs.Nobody);
            var bytes = new byte[512 * 1024];
            Array.Fill(bytes, (byte)n);
            pair.Transport.Send(bytes);
            pair.Transport.AwaitReadable();

            // Some are cut in the middle of their send, while the reactor may be at it.
            var arrived = new byte[n % 2 == 0 ? bytes.Length : 100_000];
            await pair.PeerStream.ReadExactlyAsync(arrived, over);
            if (n % 4 == 1)
                pair.Transport.Abort();

            Assert.False(arrived.AsSpan().ContainsAnyExcept((byte)n));
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<(IDisposable Peer, Stream Stream)> LoseOneAsync()
    {
        var pair = await AcceptedAsync();
        return (pair.Peer, pair.PeerStream);
    }

    private Task<TransportPair> AcceptedAsync() => TransportPair.AcceptAsync(listener =>
    {
        var probe = CreateTestProbe();
        using var acceptance = new EpollAcceptor(listener) { Owner = probe };
        acceptance.Begin();
        return Task.FromResult(probe.ExpectMsg<ListenerEvent.Accepted>(Timeout).Transport);
    });

    private sealed class ThreadNamer(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message) => listener.Tell(Thread.CurrentThread.Name ?? "a thread of the pool");
    }
}
