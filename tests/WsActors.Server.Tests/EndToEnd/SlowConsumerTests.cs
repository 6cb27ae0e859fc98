using WsActors.Testing;


namespace WsActors.Server.Tests.EndToEnd;

/// <summary>A reader that stops costs no more than its outbox may hold, then loses its connection; no other client is affected.</summary>
[Trait("Speed", "Slow")]
public sealed class SlowConsumerTests
{
    private const int OutboxBytes = 1024 * 1024;

    /// <summary>More than any kernel buffer holds between two sockets (net.ipv4.tcp_wmem, 4 MiB here), and than the outbox bound.</summary>
    private const int HugeBytes = 10 * 1024 * 1024;

    private static readonly string Piece = new('x', 60_000);

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task A_reader_that_stops_is_closed_with_4100_and_counted_and_another_hears_everything(string transport)
    {
        await using var server = await RunningServer.StartAsync(
            Transports.Setting(transport), $"--WsActors:Push:OutboxBytes={OutboxBytes}", "--WsActors:Push:CloseTimeout=00:01:00", RunningServer.DebugLog);
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        using var stopped = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}", receiveBytes: 4096);
        await admin.ExpectSubscribersAsync(witness.Topic, 2);

        // Far more than the kernel and the outbox hold together: the loop ends with the connection.
        for (var sent = 0; sent < 1000 && await StoppedReaderListens(admin, witness.Topic); sent++)
            await witness.HearAsync($"{sent} {Piece}");

        Assert.False(await StoppedReaderListens(admin, witness.Topic));
        Assert.Equal(1, (await admin.MetricsAsync()).Value("wsactors_slow_consumers_total"));
        Assert.True((await admin.MetricsAsync()).Value("wsactors_messages_dropped_total", ("policy", "every")) > 0);
        await server.ExpectLoggedAsync("closed by us with 4100 slow_consumer");

        // It reads on at last: whole messages in order, and then why nothing more comes.
        var heard = await stopped.ReceiveFramesUntilCloseAsync();
        Assert.Equal(4100, heard[^1].CloseCode);
        Assert.Equal(Enumerable.Range(0, heard.Count - 1).Select(n => $"{n} {Piece}"), heard.SkipLast(1).Select(frame => frame.Text));
        await witness.ExpectUndisturbedAsync();
    }

    [Fact]
    public async Task The_message_that_finds_no_room_is_counted_as_dropped()
    {
        // One piece is being sent, and no second one fits beside it: nothing waits when the connection is closed.
        await using var server = await RunningServer.StartAsync("--WsActors:Push:OutboxBytes=65536");
        using var admin = new AdminClient(server.AdminUri);
        using var witness = await Witness.OpenAsync(server.PushUri, admin);
        using var stopped = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}", receiveBytes: 4096);
        await admin.ExpectSubscribersAsync(witness.Topic, 2);

        for (var sent = 0; sent < 1000 && await StoppedReaderListens(admin, witness.Topic); sent++)
            await witness.HearAsync($"{sent} {Piece}");

        await Eventually.HoldsAsync(async () =>
            Assert.Equal(1, (await admin.MetricsAsync()).Value("wsactors_messages_dropped_total", ("policy", "every"))));
    }

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task A_frame_larger_than_the_outbox_bound_still_goes_to_whoever_reads(string transport)
    {
        await using var server = await RunningServer.StartAsync(
            Transports.Setting(transport), "--WsActors:Push:OutboxBytes=1024", $"--WsActors:Admin:MaxBodyBytes={HugeBytes}");
        using var admin = new AdminClient(server.AdminUri);
        using var client = await TestClient.OpenAsync(server.PushUri, "/topics/huge");
        await admin.ExpectSubscribersAsync("huge", 1);
        await admin.PublishAsync("huge", new string('x', HugeBytes));

        Assert.Equal(HugeBytes, (await client.ReceiveTextAsync()).Length);
    }

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task A_send_that_stands_still_is_given_up_and_its_memory_with_it(string transport)
    {
        await using var server = await RunningServer.StartAsync(
            Transports.Setting(transport), "--WsActors:Push:SendTimeout=00:00:00.5", "--WsActors:Push:CloseTimeout=00:00:00.5", $"--WsActors:Admin:MaxBodyBytes={HugeBytes}");
        using var admin = new AdminClient(server.AdminUri);
        using var stopped = await RawClient.OpenAsync(server.PushUri, "/topics/still", receiveBytes: 4096);
        await admin.ExpectSubscribersAsync("still", 1);
        await admin.PublishAsync("still", new string('x', HugeBytes));

        await admin.ExpectSubscribersAsync("still", 0);
        await admin.ExpectNobodyAsync();
        Assert.Equal(1, (await admin.MetricsAsync()).Value("wsactors_closes_total", ("code", "slow_consumer"), ("side", "server")));
    }

    [Theory]
    [MemberData(nameof(Transports.All), MemberType = typeof(Transports))]
    public async Task A_client_that_sends_without_reading_is_held_back_and_loses_nothing(string transport)
    {
        const int Messages = 200;
        await using var server = await RunningServer.StartAsync(Transports.Setting(transport), "--WsActors:Push:OutboxBytes=65536");
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo", receiveBytes: 4096);
        var sending = client.SendAsync(Enumerable.Range(0, Messages).SelectMany(n => ClientFrame.Text($"{n} {Piece}")).ToArray());

        for (var n = 0; n < Messages; n++)
            Assert.Equal($"{n} {Piece}", (await client.ReceiveFrameAsync()).Text);
        await sending;
    }

    /// <summary>Whether both are still there; what waits for the one that does not read is within its bound.</summary>
    private static async Task<bool> StoppedReaderListens(AdminClient admin, string topic)
    {
        var connections = await admin.ConnectionsOfAsync(topic);
        Assert.All(connections, connection => Assert.InRange(connection.GetProperty("queuedBytes").GetInt32(), 0, OutboxBytes));
        return connections.Length == 2;
    }
}
