using System.Net.Sockets;
using Akka.TestKit;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>What a connection actor may rely on, whatever carries its bytes; over real loopback sockets.</summary>
public abstract class TransportContract : ActorTest
{
    /// <summary>A bound, not an expectation.</summary>
    protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>More than the kernel keeps for both ends of the connection (see <see cref="TransportPair"/>).</summary>
    private const int MoreThanTheKernelTakes = 4 * 1024 * 1024;

    protected TransportContract() => Owner = CreateTestProbe("owner");

    protected TestProbe Owner { get; }

    /// <summary>An open connection with no wait outstanding.</summary>
    private protected abstract Task<TransportPair> OpenAsync();

    [Fact]
    public async Task The_remote_end_point_is_the_peers()
    {
        using var pair = await OpenAsync();

        Assert.Equal(pair.Peer.LocalEndPoint, pair.Transport.RemoteEndPoint);
    }

    [Fact]
    public async Task What_the_peer_sends_byte_by_byte_arrives_in_order()
    {
        using var pair = await OpenAsync();
        var bytes = Bytes(300);
        var received = new List<byte>();
        foreach (var value in bytes)
        {
            pair.Transport.AwaitReadable();
            await pair.PeerStream.WriteAsync(new[] { value });
            ExpectReadable();
            received.AddRange(ReceiveAll(pair));
        }

        Assert.Equal(bytes, received);
    }

    [Fact]
    public async Task A_megabyte_arrives_whole_though_each_receive_takes_a_part()
    {
        using var pair = await OpenAsync();
        var bytes = Bytes(1024 * 1024);
        var sending = pair.PeerStream.WriteAsync(bytes);
        var received = new List<byte>();
        while (received.Count < bytes.Length)
        {
            pair.Transport.AwaitReadable();
            ExpectReadable();
            received.AddRange(ReceiveAll(pair));
        }

        await sending;
        Assert.Equal(bytes, received.ToArray());
    }

    [Fact]
    public async Task A_receive_without_anything_to_receive_is_empty_and_the_next_wait_still_tells()
    {
        using var pair = await OpenAsync();
        Assert.Equal(ReceiveStatus.Empty, pair.Transport.Receive(new byte[16]).Status);

        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();

        Assert.Equal("hello"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task A_send_that_the_kernel_takes_is_sent_at_once_and_arrives()
    {
        using var pair = await OpenAsync();

        Assert.Equal(SendStatus.Sent, pair.Transport.Send("hello"u8.ToArray()));

        var arrived = new byte[5];
        await pair.PeerStream.ReadExactlyAsync(arrived);
        Assert.Equal("hello"u8.ToArray(), arrived);
    }

    [Fact]
    public async Task A_send_that_the_peer_does_not_read_is_pending_until_it_does()
    {
        using var pair = await OpenAsync();
        var bytes = Bytes(MoreThanTheKernelTakes);

        Assert.Equal(SendStatus.Pending, pair.Transport.Send(bytes));
        var arrived = new byte[bytes.Length];
        await pair.PeerStream.ReadExactlyAsync(arrived);

        Owner.ExpectMsg<TransportEvent.SendCompleted>(Timeout);
        Assert.True(bytes.AsSpan().SequenceEqual(arrived));
    }

    [Fact]
    public async Task Of_a_pending_send_is_seen_that_the_peer_takes_some()
    {
        using var pair = await OpenAsync();
        Assert.Equal(SendStatus.Pending, pair.Transport.Send(Bytes(MoreThanTheKernelTakes)));
        if (pair.Transport.Report() is not { } before)
        {
            Assert.False(OperatingSystem.IsLinux());
            return;
        }

        await pair.PeerStream.ReadExactlyAsync(new byte[MoreThanTheKernelTakes / 2]);

        Eventually(() => Assert.True(pair.Transport.Report()!.Value.AcknowledgedBytes > before.AcknowledgedBytes));
    }

    [Fact]
    public async Task What_has_arrived_is_seen_until_it_is_received()
    {
        using var pair = await OpenAsync();
        Assert.False(pair.Transport.HasArrived);

        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();
        Assert.True(pair.Transport.HasArrived);

        ReceiveAll(pair);
        Assert.False(pair.Transport.HasArrived);
    }

    [Fact]
    public async Task The_peers_end_is_seen_as_something_that_has_arrived()
    {
        using var pair = await OpenAsync();
        pair.Peer.Shutdown(SocketShutdown.Send);

        Eventually(() => Assert.True(pair.Transport.HasArrived));
    }

    [Fact]
    public async Task While_a_send_is_pending_receiving_goes_on()
    {
        using var pair = await OpenAsync();
        pair.Transport.Send(Bytes(MoreThanTheKernelTakes));

        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();

        Assert.Equal("hello"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task The_peers_end_is_received_as_the_end()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        pair.Peer.Shutdown(SocketShutdown.Send);
        ExpectReadable();

        Assert.Equal(ReceiveStatus.Ended, pair.Transport.Receive(new byte[16]).Status);
    }

    [Fact]
    public async Task Bytes_and_the_end_that_come_together_are_both_received()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("bye"u8.ToArray());
        pair.Peer.Shutdown(SocketShutdown.Send);
        ExpectReadable();

        var received = pair.Transport.Receive(new byte[4096]);
        pair.Transport.AwaitReadable();
        ExpectReadable();

        Assert.Equal(ReceiveResult.Received(3), received);
        Assert.Equal(ReceiveStatus.Ended, pair.Transport.Receive(new byte[4096]).Status);
    }

    [Fact]
    public async Task After_a_receive_that_just_filled_its_buffer_the_next_bytes_are_told()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();
        Assert.Equal(ReceiveResult.Received(5), pair.Transport.Receive(new byte[5]));
        Assert.Equal(ReceiveStatus.Empty, pair.Transport.Receive(new byte[5]).Status);

        pair.Transport.AwaitReadable();
        await pair.PeerStream.WriteAsync("again"u8.ToArray());
        ExpectReadable();

        Assert.Equal("again"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task What_came_before_the_wait_is_told()
    {
        using var pair = await OpenAsync();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());

        pair.Transport.AwaitReadable();
        ExpectReadable();

        Assert.Equal("hello"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task One_pending_send_after_the_other_arrives_whole_and_in_order()
    {
        using var pair = await OpenAsync();
        var bytes = Bytes(MoreThanTheKernelTakes);
        var arrived = new byte[bytes.Length];
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(SendStatus.Pending, pair.Transport.Send(bytes));
            await pair.PeerStream.ReadExactlyAsync(arrived);
            Owner.ExpectMsg<TransportEvent.SendCompleted>(Timeout);
            Assert.True(bytes.AsSpan().SequenceEqual(arrived));
        }
    }

    [Fact]
    public async Task After_our_end_the_peer_reads_what_was_sent_and_the_end()
    {
        using var pair = await OpenAsync();
        pair.Transport.Send("bye"u8.ToArray());
        pair.Transport.EndSending();

        using var arrived = new MemoryStream();
        await pair.PeerStream.CopyToAsync(arrived);
        Assert.Equal("bye"u8.ToArray(), arrived.ToArray());
    }

    [Fact]
    public async Task After_our_end_the_peer_may_speak_on()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        pair.Transport.EndSending();
        await pair.PeerStream.WriteAsync("hello"u8.ToArray());
        ExpectReadable();

        Assert.Equal("hello"u8.ToArray(), ReceiveAll(pair));
    }

    [Fact]
    public async Task A_reset_by_the_peer_is_received_as_a_failure()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Dispose();
        ExpectReadable();

        Assert.Equal(
            ReceiveResult.Failed(SocketError.ConnectionReset), pair.Transport.Receive(new byte[16]));
    }

    [Fact]
    public async Task A_reset_under_a_pending_send_is_told()
    {
        using var pair = await OpenAsync();
        Assert.Equal(SendStatus.Pending, pair.Transport.Send(Bytes(MoreThanTheKernelTakes)));
        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Dispose();

        Owner.ExpectMsg<TransportEvent.SendFailed>(Timeout);
    }

    [Fact]
    public async Task An_abort_resets_the_connection()
    {
        using var pair = await OpenAsync();
        pair.Transport.Abort();

        var reset = await Assert.ThrowsAnyAsync<IOException>(async () => await pair.PeerStream.ReadExactlyAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(reset.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Disposing_ends_the_connection_with_a_wait_and_a_send_outstanding()
    {
        using var pair = await OpenAsync();
        pair.Transport.AwaitReadable();
        pair.Transport.Send(Bytes(MoreThanTheKernelTakes));

        pair.Transport.Dispose();

        var arrived = 0L;
        var buffer = new byte[64 * 1024];
        try
        {
            while (await pair.PeerStream.ReadAsync(buffer) is > 0 and var count)
                arrived += count;
        }
        catch (IOException)
        {
            // What was under way is cut in the middle.
        }

        Assert.InRange(arrived, 0, MoreThanTheKernelTakes - 1);
    }

    [Fact]
    public async Task Once_disposed_it_neither_sends_nor_receives()
    {
        using var pair = await OpenAsync();
        pair.Transport.Dispose();
        pair.Transport.Dispose();

        Assert.Equal(SendStatus.Failed, pair.Transport.Send(new byte[1]));
        Assert.Equal(ReceiveStatus.Failed, pair.Transport.Receive(new byte[1]).Status);
        Assert.False(pair.Transport.HasArrived);
        Assert.Null(pair.Transport.Report());
        pair.Transport.EndSending();
        pair.Transport.Abort();
        pair.Transport.AwaitReadable();
    }

    protected void ExpectReadable() => Owner.FishForMessage(
        message => message is TransportEvent.Readable, Timeout);

    private protected static byte[] ReceiveAll(TransportPair pair)
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        while (pair.Transport.Receive(buffer) is { Status: ReceiveStatus.Received } received)
            all.AddRange(buffer.AsSpan(0, received.Bytes));
        return [.. all];
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
