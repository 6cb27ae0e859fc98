using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

/// <summary>The topic holds ten publications, 0 to 9 at offsets 1 to 10 of epoch "e"; client 7 reads it.</summary>
public sealed class TopicReadingTests
{
    private const string Epoch = "e";

    private readonly ViolationLog _violations = new();
    private readonly ReadingTotals _totals = new();
    private readonly TopicJournal _journal;
    private readonly TopicReading _reading;

    public TopicReadingTests()
    {
        _journal = new TopicJournal("news", _violations);
        _reading = new TopicReading(7, _journal, _totals, _violations);
        Acknowledge(1, 10);
    }

    [Fact]
    public void All_messages_in_order_are_right()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        _reading.Finish();
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void What_was_published_before_the_first_subscription_is_not_missed()
    {
        _reading.Subscribed(Epoch, 8, recovered: null);
        Receive(9, 10);
        _reading.Finish();
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_reading_goes_on_after_a_reconnection()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3);
        Assert.Equal((Epoch, 3), (_reading.Epoch, _reading.Seen));

        _reading.Subscribed(Epoch, 3, recovered: true);
        Receive(4, 5, 6, 7, 8, 9, 10);
        _reading.Finish();
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_message_left_out_is_lost()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 4, 5, 6, 7, 8, 9, 10);
        ExpectOnly(ViolationKind.Lost, "news offset 3", "offset 4");
    }

    [Fact]
    public void Messages_left_out_are_named_as_ranges()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 5, 6, 8, 9, 10);
        _reading.Finish();
        Assert.Equal(["news offsets 2 to 4", "news offset 7"], _violations.First.Select(violation => violation.Expected));
    }

    [Fact]
    public void A_message_left_out_between_two_connections_is_lost()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3);
        _reading.Subscribed(Epoch, 3, recovered: true);
        Receive(5, 6, 7, 8, 9, 10);
        ExpectOnly(ViolationKind.Lost, "news offset 4", "offset 5");
    }

    [Fact]
    public void The_last_messages_that_do_not_come_are_lost()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3, 4, 5, 6, 7, 8);
        ExpectOnly(ViolationKind.Lost, "news offsets 9 to 10 of epoch e", "nothing after offset 8 of epoch e");
    }

    [Fact]
    public void A_message_that_comes_twice_is_repeated()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10);
        ExpectOnly(ViolationKind.Repeated, "news offset 4", "offset 3 again");
    }

    [Fact]
    public void A_message_that_comes_again_after_a_reconnection_is_repeated()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3);
        _reading.Subscribed(Epoch, 3, recovered: true);
        Receive(3, 4, 5, 6, 7, 8, 9, 10);
        ExpectOnly(ViolationKind.Repeated, "news offset 4", "offset 3 again");
    }

    [Fact]
    public void Two_messages_in_the_wrong_order_are_swapped_and_not_lost()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 4, 3, 5, 6, 7, 8, 9, 10);
        ExpectOnly(ViolationKind.Swapped, "news offset 3 in its order", "after offset 4");
    }

    [Fact]
    public void Two_payloads_in_each_others_place_are_corrupt()
    {
        _reading.Subscribed(Epoch, 8, recovered: null);
        _reading.Message(9, 9);
        _reading.Message(10, 8);
        _reading.Finish();
        Assert.Equal(["news offset 9: publication 8", "news offset 10: publication 9"], _violations.First.Select(violation => violation.Expected));
    }

    [Fact]
    public void An_announced_gap_is_not_lost()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2);
        _reading.Subscribed(Epoch, 2, recovered: false);
        _reading.Gap(3, 7);
        Receive(8, 9, 10);
        _reading.Finish();
        Assert.Empty(_violations.First);
        Assert.Equal((1, 5), (_totals.Gaps, _totals.GapMessages));
    }

    [Fact]
    public void A_gap_that_names_less_than_is_missing_hides_a_loss()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2);
        _reading.Subscribed(Epoch, 2, recovered: false);
        _reading.Gap(5, 7);
        Receive(8, 9, 10);
        _reading.Finish();
        Assert.Equal(["news offsets 3 to 4"], _violations.First.Select(violation => violation.Expected));
    }

    [Fact]
    public void A_gap_over_what_was_received_is_wrong()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2);
        _reading.Gap(2, 7);
        Receive(8, 9, 10);
        ExpectOnly(ViolationKind.Malformed, "news a gap from 3", "from 2");
    }

    [Fact]
    public void A_new_epoch_is_read_from_its_beginning_if_it_is_announced()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2);
        _journal.Acknowledge("f", 1, 10);
        _journal.Acknowledge("f", 2, 11);
        _reading.Subscribed("f", 0, recovered: false);
        _reading.Gap(1, 1);
        _reading.Message(2, 11);
        _reading.Finish();
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_new_epoch_that_claims_to_be_recovered_is_a_loss()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2);
        _reading.Subscribed("f", 0, recovered: true);
        Assert.Equal("news recovered in epoch e", _violations.First[0].Expected);
    }

    [Fact]
    public void A_log_that_has_gone_back_behind_what_was_delivered_is_a_loss()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3);
        _reading.Subscribed(Epoch, 0, recovered: false);
        Assert.Equal("news from offset 3, which was delivered", _violations.First[0].Expected);
    }

    [Fact]
    public void A_recovery_that_begins_elsewhere_than_the_client_stood_is_wrong()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3);
        _reading.Subscribed(Epoch, 10, recovered: true);
        Assert.Equal("news recovered from offset 3", _violations.First[0].Expected);
    }

    [Fact]
    public void A_reading_that_stays_in_an_old_epoch_is_a_loss()
    {
        _reading.Subscribed(Epoch, 0, recovered: null);
        Receive(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        _journal.Acknowledge("f", 1, 10);
        ExpectOnly(ViolationKind.Lost, "news offsets 11 to 1 of epoch f", "nothing after offset 10 of epoch e");
    }

    [Fact]
    public void A_message_may_come_before_the_publisher_is_answered()
    {
        _reading.Subscribed(Epoch, 10, recovered: null);
        _reading.Message(11, 10);
        _reading.Message(12, 11);
        Acknowledge(11, 12);
        _reading.Finish();
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_message_that_came_before_the_answer_is_compared_with_it_later()
    {
        _reading.Subscribed(Epoch, 10, recovered: null);
        _reading.Message(11, 99);
        Acknowledge(11, 11);
        ExpectOnly(ViolationKind.Corrupt, "news offset 11: publication 10", "publication 99");
    }

    [Fact]
    public void A_message_that_is_never_acknowledged_is_stray()
    {
        _reading.Subscribed(Epoch, 10, recovered: null);
        _reading.Message(11, 10);
        ExpectOnly(ViolationKind.Stray, "news acknowledged publications", "publication 10 at offset 11, and 0 more");
    }

    [Fact]
    public void A_message_before_the_subscription_is_stray()
    {
        _reading.Message(1, 0);
        Assert.Equal(ViolationKind.Stray, _violations.First[0].Kind);
    }

    [Fact]
    public void A_reading_is_complete_when_it_has_what_was_acknowledged()
    {
        _reading.Subscribed(Epoch, 8, recovered: null);
        Receive(9);
        Assert.False(_reading.IsComplete);

        Receive(10);
        Assert.True(_reading.IsComplete);
    }

    private void Acknowledge(int first, int last)
    {
        for (var offset = first; offset <= last; offset++)
            _journal.Acknowledge(Epoch, offset, offset - 1);
    }

    private void Receive(params int[] offsets)
    {
        foreach (var offset in offsets)
            _reading.Message(offset, offset - 1);
    }

    private void ExpectOnly(ViolationKind kind, string expected, string got)
    {
        _reading.Finish();
        Assert.Equal([new Violation(kind, 7, expected, got)], _violations.First);
    }
}
