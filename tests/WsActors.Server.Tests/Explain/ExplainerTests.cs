using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.AspNetCore.Explain;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Server.Tests.Explain;

/// <summary>The findings that follow from facts, case by case.</summary>
public sealed class ExplainerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero);

    private static readonly ExplainFacts Facts = new()
    {
        User = "ann",
        Topic = "news",
        Now = Now,
        Rule = TopicRule.Default,
        Position = new TopicPosition("e", 9),
    };

    private static readonly ConnectionSnapshot Connection = new()
    {
        Id = new ConnectionId(7),
        RemoteEndPoint = null,
        Phase = ConnectionPhase.Open,
        Protocol = "json",
        User = "ann",
        ConnectedAt = Now.AddMinutes(-5),
        Subscriptions = [],
        QueuedFrames = 0,
        QueuedBytes = 0,
        MessagesReceived = 0,
        MessagesSent = 0,
        BytesReceived = 0,
        BytesSent = 0,
        RoundTripTime = null,
    };

    private static readonly Tombstone Lost = new()
    {
        Id = new ConnectionId(3),
        User = "ann",
        Outcome = ConnectionOutcome.Lost,
        ConnectedAt = Now.AddMinutes(-10),
        EndedAt = Now.AddMinutes(-8),
        Idle = TimeSpan.FromSeconds(10),
        Subscriptions = ["news"],
    };

    [Fact]
    public void A_user_whom_the_server_does_not_remember_never_connected() => Expect("never_connected", Facts);

    [Fact]
    public void A_user_whose_last_connection_ended_is_not_connected_and_the_end_is_named()
    {
        var explanation = Expect("not_connected", Facts with { Tombstones = [Lost with { Outcome = ConnectionOutcome.Closed, EndedBy = EndedBy.Client, Code = CloseCode.GoingAway }] });

        Assert.Contains("was closed by the client with 1001 going_away at 2026-11-30T02:52:00Z", explanation.Text, StringComparison.Ordinal);
        Assert.Equal("0000000000000003", explanation.Findings[0].Evidence["connection"]);
    }

    [Fact]
    public void A_close_by_an_injected_fault_is_called_one_and_lasts_for_an_hour()
    {
        var closed = Lost with { Outcome = ConnectionOutcome.Closed, EndedBy = EndedBy.Server, Code = CloseCode.PongTimeout, Reason = $"{Tombstone.InjectedReason}f3" };

        var explanation = Expect("injected_fault", Facts with { Tombstones = [closed] });
        Assert.Contains("was closed by the server with 4101 pong_timeout", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("/api/faults", explanation.Next, StringComparison.Ordinal);
        Expect("not_connected", Facts with { Tombstones = [closed with { EndedAt = Now.AddHours(-2) }] });
        Expect("not_connected", Facts with { Tombstones = [closed with { EndedBy = EndedBy.Client }] });
    }

    [Fact]
    public void Messages_that_an_injected_fault_dropped_are_no_slow_reading()
    {
        var drop = new DropEvidence { Connection = Connection.Id, User = "ann", Topic = "news", Policy = DropEvidence.InjectedPolicy, From = 3, To = 5, Count = 2, At = Now };

        var explanation = Expect("injected_fault", Subscribed(Facts with { Drops = [drop] }));
        Assert.Contains("injected on purpose dropped 2 messages", explanation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_connections_that_were_cut_after_about_the_same_silence_hint_at_a_proxy()
    {
        var facts = Facts with { Tombstones = [Lost, Lost with { Idle = TimeSpan.FromSeconds(10.4) }] };

        var explanation = Expect("not_connected", facts);
        Assert.Contains(explanation.Findings, finding => finding is { Code: "proxy_timeout" } && finding.Evidence["seconds"] is 10.0 && finding.Evidence["idle"] is true);
        Assert.Contains("KeepAliveInterval", explanation.Next, StringComparison.Ordinal);
        Expect("proxy_timeout", Subscribed(facts));
    }

    [Fact]
    public void Connections_of_the_same_age_hint_at_a_proxy_too()
    {
        var old = Lost with { Idle = TimeSpan.FromSeconds(3), ConnectedAt = Lost.EndedAt.AddSeconds(-60) };

        var explanation = Expect("not_connected", Facts with { Tombstones = [old, old with { Idle = TimeSpan.FromSeconds(20) }] });
        Assert.Contains(explanation.Findings, finding => finding is { Code: "proxy_timeout" } && finding.Evidence["seconds"] is 60.0 && finding.Evidence["idle"] is false);
    }

    [Theory]
    [InlineData(10, 14, 8)]
    [InlineData(0.2, 0.3, 8)]
    [InlineData(10, 10, 90)]
    public void Different_and_short_and_old_silences_hint_at_nothing(double idle, double other, int minutesAgo)
    {
        var ended = Now.AddMinutes(-minutesAgo);
        var facts = Facts with
        {
            Tombstones =
            [
                Lost with { Idle = TimeSpan.FromSeconds(idle), EndedAt = ended, ConnectedAt = ended.AddSeconds(-100) },
                Lost with { Idle = TimeSpan.FromSeconds(other), EndedAt = ended, ConnectedAt = ended.AddSeconds(-200) },
            ],
        };

        Assert.DoesNotContain(Expect("not_connected", facts).Findings, finding => finding.Code == "proxy_timeout");
    }

    [Fact]
    public void A_client_that_is_subscribed_to_something_else_is_not_subscribed_and_the_nearest_name_is_shown()
    {
        var explanation = Expect("not_subscribed", With(Connection with { Subscriptions = ["sport", "newz"], Detail = Detail([]) }));

        Assert.Contains("newz is spelt almost the same", explanation.Text, StringComparison.Ordinal);
        Assert.Equal("newz", explanation.Findings[0].Evidence["nearest"]);
    }

    [Fact]
    public void A_client_that_may_not_subscribe_is_told_by_which_rule()
    {
        var rule = new TopicRule { Match = "news*", Subscribe = Permission.Claim, SubscribeClaim = "role=editor" };
        var explanation = Expect(
            "not_allowed",
            With(Connection with { Detail = Detail([]) with { Access = SubscribeAccess.Denied, Denial = "only editors" } }) with { Rule = rule });

        Assert.Contains("only editors", explanation.Text, StringComparison.Ordinal);
        Assert.Equal(("news*", "Claim"), (explanation.Findings[0].Evidence["rule"], explanation.Findings[0].Evidence["subscribe"]));
        Assert.Contains("news*", explanation.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_that_nobody_may_subscribe_to_is_shown_for_users_who_are_away_too() => Assert.Contains(
        Expect("never_connected", Facts with { Rule = new TopicRule { Match = "*", Subscribe = Permission.Nobody } }).Findings,
        finding => finding.Code == "not_allowed");

    [Fact]
    public void A_topic_that_does_not_exist_is_unknown_and_the_one_that_was_published_to_is_named()
    {
        var facts = With(Connection with { Detail = Detail([]) }) with { Position = null, OtherTopics = ["sport", "newz"] };

        var explanation = Expect("topic_unknown", facts);
        Assert.Contains("Messages were published to newz", explanation.Text, StringComparison.Ordinal);
        Assert.Contains(explanation.Findings, finding => finding.Code == "not_subscribed");
    }

    [Fact]
    public void A_topic_to_which_nothing_was_published_hints_at_a_publisher_with_a_wrong_name()
    {
        var explanation = Expect("nothing_published", Subscribed(Facts) with { Position = new TopicPosition("e", 0), OtherTopics = ["newss"] });

        Assert.Equal("newss", explanation.Findings[0].Evidence["nearest"]);
    }

    [Fact]
    public void An_offset_that_is_not_assigned_yet_is_unknown() => Assert.Contains(
        "not assigned yet", Expect("offset_unknown", Subscribed(Facts) with { Offset = 10 }).Text, StringComparison.Ordinal);

    [Fact]
    public void An_offset_that_the_history_does_not_hold_is_shown_and_decides_nothing() => Assert.Contains(
        Expect("written", Subscribed(Facts) with { Offset = 3 }).Findings, finding => finding.Code == "offset_unknown" && finding.Evidence["assigned"] is true);

    [Fact]
    public void A_message_from_which_the_publisher_excluded_the_connection_is_excepted() =>
        Expect("excepted", Facts with { Connections = [Live], Offset = 3, IsKept = true, Except = Connection.Id.ToString() });

    [Fact]
    public void Messages_that_the_policy_dropped_are_named_with_their_range()
    {
        var drop = new DropEvidence { Connection = Connection.Id, User = "ann", Topic = "news", Policy = "Latest", From = 3, To = 6, Count = 4, At = Now };

        var explanation = Expect("dropped", Subscribed(Facts) with { Drops = [drop], Offset = 4, IsKept = true });
        Assert.Contains("4 messages between offsets 3 and 6", explanation.Text, StringComparison.Ordinal);
        Expect("written", Subscribed(Facts) with { Drops = [drop], Offset = 7, IsKept = true });
        Expect("dropped", Subscribed(Facts) with { Drops = [drop] });
    }

    [Fact]
    public void A_connection_that_was_closed_as_too_slow_explains_it_before_anything_that_is_well_now()
    {
        var slow = Lost with { Outcome = ConnectionOutcome.Closed, EndedBy = EndedBy.Server, Code = CloseCode.SlowConsumer, QueuedBytes = 99, QueuedFrames = 2 };

        Assert.Contains("2 frames with 99 bytes", Expect("slow_reader_closed", Facts with { Tombstones = [slow] }).Text, StringComparison.Ordinal);
        Expect("slow_reader_closed", Subscribed(Facts) with { Tombstones = [slow] });
        Expect("written", Subscribed(Facts) with { Tombstones = [slow with { EndedAt = Now.AddHours(-2) }] });
        Expect("written", Subscribed(Facts) with { Tombstones = [slow with { Subscriptions = ["sport"] }] });
    }

    [Fact]
    public void What_waits_for_the_client_is_counted()
    {
        var waiting = Live with { QueuedBytes = 500, QueuedFrames = 3, Detail = Live.Detail! with { SendWaitsSince = Now.AddSeconds(-12) } };

        var explanation = Expect("waiting", With(waiting));
        Assert.Contains("3 frames with 500 bytes wait", explanation.Text, StringComparison.Ordinal);
        Assert.Contains("taken nothing for 12 s", explanation.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_catches_up_has_reached_an_offset() => Assert.Contains(
        "reached offset 4 of 9",
        Expect("catching_up", With(Connection with { Detail = Detail([new SubscriptionPosition("news", SubscriptionState.CatchingUp, 4)]) })).Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_subscription_without_an_answer_is_pending() =>
        Expect("subscription_pending", With(Connection with { Detail = Detail([new SubscriptionPosition("news", SubscriptionState.Requested, null)]) }));

    [Fact]
    public void Everything_was_written_to_a_live_subscription_with_an_empty_outbox_and_node_and_connection_are_named()
    {
        var explanation = Expect("written", Subscribed(Facts));

        Assert.Contains("Connection 0000000000000007 on node 10.0.0.7:8082", explanation.Text, StringComparison.Ordinal);
        Assert.Equal(("0000000000000007", "10.0.0.7:8082"), (explanation.Findings[0].Evidence["connection"], explanation.Findings[0].Evidence["node"]));
    }

    [Fact]
    public void One_connection_that_is_served_is_enough_and_the_others_are_shown() => Assert.Contains(
        Expect("written", Facts with { Connections = [Connection with { Detail = Detail([]) }, Live] }).Findings,
        finding => finding.Code == "not_subscribed");

    [Fact]
    public void A_connection_that_is_closing_counts_no_more() =>
        Expect("never_connected", Facts with { Connections = [Live with { Phase = ConnectionPhase.Closing }] });

    [Fact]
    public void Nodes_that_did_not_answer_are_named() => Assert.Contains(
        Expect("written", Subscribed(Facts) with { Missing = ["10.0.0.8:8082"] }).Findings,
        finding => finding.Code == "nodes_missing" && finding.Text.Contains("10.0.0.8:8082", StringComparison.Ordinal));

    private static ConnectionSnapshot Live => Connection with
    {
        Subscriptions = ["news"],
        Detail = Detail([new SubscriptionPosition("news", SubscriptionState.Live, null)]),
    };

    private static ExplainFacts Subscribed(ExplainFacts facts) => facts with { Connections = [Live] };

    private static ExplainFacts With(ConnectionSnapshot connection) => Facts with { Connections = [connection] };

    private static ConnectionDetail Detail(IReadOnlyList<SubscriptionPosition> positions) => new()
    {
        Node = "10.0.0.7:8082",
        Carrier = "websocket",
        Compression = "none",
        IsBackEnd = false,
        Positions = positions,
        LastReceivedAt = Now,
        LastPassedAt = Now,
        SendWaitsSince = null,
        NextPingAt = null,
        PongDueAt = null,
        TokenExpiresAt = null,
    };

    private static Explanation Expect(string verdict, ExplainFacts facts)
    {
        var explanation = Explainer.Explain(facts);
        Assert.Equal(verdict, explanation.Cause);
        Assert.Equal((explanation.Text, verdict), (explanation.Findings[0].Text, explanation.Findings[0].Code));
        Assert.NotEmpty(explanation.Next);
        Assert.All(explanation.Findings, finding => Assert.EndsWith(".", finding.Text, StringComparison.Ordinal));
        return explanation;
    }
}
