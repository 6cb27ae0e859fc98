using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Checking;

public sealed class DeliveryLedgerTests
{
    private const uint Run = 7;
    private const int Payload = 64;

    private readonly ViolationLog _violations = new();
    private readonly PublicationLog _publications = new();
    private readonly DeliveryLedger _ledger;
    private readonly Client _client = new(0, ClientRole.Steady, 1);
    private int _done;

    public DeliveryLedgerTests()
    {
        // Two topics; client 0 has topic 0, client 1 has topic 1.
        var plan = new TopicPlan(2, 1, 2);
        _ledger = new DeliveryLedger(Run, plan, _publications, new LatencyRecorder(), _violations, new FillerPayload(Payload), new PublishedOrder(), topicsAreNamed: false)
        {
            PublicationDone = () => _done++,
        };
        _ledger.Joined(_client);
        for (var number = 0; number < 8; number++)
            _publications.Add(sentAt: 0, subscribers: 1);
    }

    [Fact]
    public void All_in_order_is_right()
    {
        Receive(0, 1, 2, 3);
        _ledger.CheckEnd(_client);

        Assert.Equal((0, 4, 4), (_violations.Count, _ledger.Delivered, _done));
    }

    [Fact]
    public void A_message_that_is_left_out_is_lost()
    {
        Receive(0, 2);
        Expect(ViolationKind.Lost, "load.0 #1", "load.0 #2");
    }

    [Fact]
    public void A_gap_is_a_loss_for_a_client_that_reads()
    {
        _ledger.Missed(_client, new AnnouncedGap("load.0", 1, 2, "conflated"));
        Expect(ViolationKind.Lost, "every message", "a gap in load.0: 1 to 2, conflated");
    }

    [Fact]
    public void A_slow_reader_may_miss_what_a_gap_names()
    {
        var slow = new Client(2, ClientRole.Slow, 1);
        Receive(slow, 0);
        _ledger.Missed(slow, new AnnouncedGap("load.0", 2, 3, "conflated"));
        Receive(slow, 3);

        Assert.Equal((0, 2L), (_violations.Count, slow.Missed));
    }

    [Fact]
    public void A_slow_reader_may_not_miss_more_than_the_gap_names()
    {
        var slow = new Client(2, ClientRole.Slow, 1);
        Receive(slow, 0);
        _ledger.Missed(slow, new AnnouncedGap("load.0", 2, 2, "conflated"));
        Receive(slow, 3);

        Assert.Equal(new Violation(ViolationKind.Lost, 2, "load.0 #2", "load.0 #3"), Assert.Single(_violations.First));
    }

    [Fact]
    public void A_message_that_is_left_out_does_not_hold_up_the_publisher()
    {
        Receive(0, 2);
        Assert.Equal(3, _done);
    }

    [Fact]
    public void A_message_that_comes_twice_is_repeated_and_counts_once()
    {
        Receive(0, 0);
        Expect(ViolationKind.Repeated, "load.0 #1", "load.0 #0");
        Assert.Equal(1, _ledger.Delivered);
    }

    [Fact]
    public void Two_messages_in_the_wrong_order_are_seen()
    {
        Receive(0, 2, 1);
        Assert.Equal([ViolationKind.Lost, ViolationKind.Repeated], _violations.First.Select(violation => violation.Kind));
    }

    [Fact]
    public void Messages_that_are_missing_in_the_end_are_lost()
    {
        Receive(0, 1, 2);
        _ledger.CheckEnd(_client);
        Expect(ViolationKind.Lost, "load.0 #3", "nothing more");
    }

    [Theory]
    [InlineData(Run, 1, 0, 1)]
    [InlineData(Run + 1, 0, 0, 0)]
    [InlineData(Run, 0, 0, 2)]
    [InlineData(Run, 0, 4, 8)]
    [InlineData(Run, 2, 0, 2)]
    public void What_is_not_for_the_client_is_stray(uint run, int topic, int sequence, long number)
    {
        Receive(new Marker(run, topic, sequence, number), Payload);
        Assert.Equal(ViolationKind.Stray, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_payload_of_another_length_is_corrupt()
    {
        Receive(new Marker(Run, 0, 0, 0), Payload + 1);
        Assert.Equal(ViolationKind.Corrupt, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_victim_may_begin_anywhere_but_then_must_get_all()
    {
        var victim = new Client(2, ClientRole.Victim, 1);
        _ledger.Joined(victim);
        foreach (var sequence in (int[])[1, 2])
            Receive(victim, sequence);
        Assert.Empty(_violations.First);

        Receive(victim, 2);
        Assert.Equal(ViolationKind.Repeated, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_client_that_comes_back_expects_only_what_is_published_from_then_on()
    {
        _ledger.Joined(_client);
        _publications.Add(sentAt: 0, subscribers: 1);
        Receive(4);
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_message_that_is_not_read_counts_as_the_next_one()
    {
        ReceiveUnread(4);
        _ledger.CheckEnd(_client);
        Assert.Equal((0, 4, 4), (_violations.Count, _ledger.Delivered, _done));
    }

    [Fact]
    public void A_message_that_is_missing_among_those_not_read_is_lost()
    {
        ReceiveUnread(3);
        _ledger.CheckEnd(_client);
        Expect(ViolationKind.Lost, "load.0 #3", "nothing more");
    }

    [Fact]
    public void One_more_message_than_was_published_is_seen_without_reading()
    {
        ReceiveUnread(5);
        Assert.Equal(ViolationKind.Repeated, Assert.Single(_violations.First).Kind);
    }

    private void ReceiveUnread(int count)
    {
        for (var i = 0; i < count; i++)
            _ledger.ReceivedUnread(_client, now: 1);
    }

    private void Receive(params int[] sequences)
    {
        foreach (var sequence in sequences)
            Receive(_client, sequence);
    }

    private void Receive(Client client, int sequence) => Receive(new Marker(Run, 0, sequence, sequence * 2), Payload, client);

    private void Receive(Marker marker, int payload, Client? client = null)
    {
        var message = Marker.Payload(payload);
        marker.WriteTo(message);
        Assert.True(Marker.TryFind(message, out var found, out var end));
        _ledger.Received(client ?? _client, found, message, end, now: 1);
    }

    private void Expect(ViolationKind kind, string expected, string got) =>
        Assert.Equal(new Violation(kind, 0, expected, got), Assert.Single(_violations.First));
}
