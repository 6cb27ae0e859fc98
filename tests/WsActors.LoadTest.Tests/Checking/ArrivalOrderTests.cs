using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Tests.Checking;

/// <summary>Publications that were under way together may come in any order, but in the same one for all subscribers.</summary>
public sealed class ArrivalOrderTests
{
    private const uint Run = 7;
    private const int Payload = 64;

    private readonly ViolationLog _violations = new();
    private readonly PublicationLog _publications = new();
    private readonly DeliveryLedger _ledger;
    private readonly Client _first = new(0, ClientRole.Steady, 1);
    private readonly Client _second = new(1, ClientRole.Steady, 1);
    private int _done;

    public ArrivalOrderTests()
    {
        var plan = new TopicPlan(topics: 1, perConnection: 1, connections: 2);
        var order = new ArrivalOrder(plan, _publications, _violations);
        _ledger = new DeliveryLedger(Run, plan, _publications, new LatencyRecorder(), _violations, new FillerPayload(Payload), order, topicsAreNamed: false)
        {
            PublicationDone = () => _done++,
        };
        _ledger.Joined(_first);
        _ledger.Joined(_second);
    }

    [Fact]
    public void Any_order_is_right_if_all_see_the_same()
    {
        Publish(4);
        Receive(_first, 2, 0, 3, 1);
        Receive(_second, 2, 0, 3, 1);
        CheckEnds();

        Assert.Equal((0, 8, 4), (_violations.Count, _ledger.Delivered, _done));
    }

    [Fact]
    public void Another_order_than_the_first_clients_is_seen()
    {
        Publish(2);
        Receive(_first, 1, 0);
        Receive(_second, 0, 1);

        Assert.Equal(new Violation(ViolationKind.Lost, 1, "load.0 #1", "load.0 #0"), _violations.First[0]);
    }

    [Fact]
    public void A_message_that_a_later_client_does_not_get_is_lost()
    {
        Publish(3);
        Receive(_first, 1, 0, 2);
        Receive(_second, 1, 2);

        Expect(ViolationKind.Lost, 1, "load.0 #0", "load.0 #2");
        Assert.Equal(3, _done);
    }

    [Fact]
    public void A_message_that_the_first_client_does_not_get_is_seen_at_the_next_one()
    {
        Publish(3);
        Receive(_first, 0, 2);
        Receive(_second, 0, 1);

        Expect(ViolationKind.Lost, 1, "load.0 #2", "load.0 #1");
    }

    [Fact]
    public void A_message_that_comes_twice_is_repeated()
    {
        Publish(2);
        Receive(_first, 1, 1);

        Assert.Equal((ViolationKind.Repeated, "load.0 #1"), (Assert.Single(_violations.First).Kind, _violations.First[0].Got));
    }

    [Fact]
    public void A_message_that_nobody_gets_is_lost()
    {
        Publish(3);
        Receive(_first, 2, 0);
        Receive(_second, 2, 0);
        CheckEnds();

        Assert.Equal(
            [new Violation(ViolationKind.Lost, 0, "load.0 #1", "nothing more"), new Violation(ViolationKind.Lost, 1, "load.0 #1", "nothing more")],
            _violations.First);
    }

    [Fact]
    public void A_publication_that_was_answered_before_another_one_began_comes_before_it()
    {
        Publish(1);
        _publications.Answered(0);
        Publish(1);
        Receive(_first, 1, 0);

        Expect(ViolationKind.Swapped, 0, "load.0 #0 ahead of #1, which was sent after its answer", "#1 first");
    }

    [Fact]
    public void A_publication_that_was_answered_after_another_one_began_may_follow_it()
    {
        Publish(2);
        _publications.Answered(0);
        Receive(_first, 1, 0);

        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_client_that_returns_expects_only_what_is_published_from_then_on()
    {
        Publish(2);
        Receive(_first, 1, 0);
        _ledger.Joined(_second);
        Publish(1);
        Receive(_first, 2);
        Receive(_second, 2);

        Assert.Empty(_violations.First);
    }

    private void Publish(int count)
    {
        for (var i = 0; i < count; i++)
            _publications.Add(sentAt: System.Diagnostics.Stopwatch.GetTimestamp(), subscribers: 2);
    }

    private void Receive(Client client, params int[] sequences)
    {
        foreach (var sequence in sequences)
        {
            var message = Marker.Payload(Payload);
            new Marker(Run, 0, sequence, sequence).WriteTo(message);
            Assert.True(Marker.TryFind(message, out var found, out var end));
            _ledger.Received(client, found, message, end, now: 1);
        }
    }

    private void CheckEnds()
    {
        _ledger.CheckEnd(_first);
        _ledger.CheckEnd(_second);
    }

    private void Expect(ViolationKind kind, int client, string expected, string got) =>
        Assert.Equal(new Violation(kind, client, expected, got), Assert.Single(_violations.First));
}
