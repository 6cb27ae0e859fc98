using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>Tests presence between probes that are named like connections.</summary>
public sealed class TopicPresenceTests : ActorTest
{
    private const string Mark = "the last so far";

    private static readonly TopicName Room = TopicName.Parse("room");

    private readonly TopicSettings _settings = new()
    {
        MaxPresenceTold = 3,
        Rules = [new TopicRule { Match = "room", Presence = true, History = new HistoryRule { Messages = 10 } }],
    };

    private readonly IActorRef _topics;

    public TopicPresenceTests() =>
        _topics = Sys.ActorOf(TopicsActor.Props(_settings, new TopicRules(_settings.Rules), Clock, Telemetry));

    [Fact]
    public void Who_comes_is_told_at_once_to_all_who_are_there()
    {
        var ann = Subscribe("c1", "ann");

        Assert.Equal(["""{"type":"joined","topic":"room","member":{"user":"ann","connection":"c1"}}"""], Heard(ann));
    }

    [Fact]
    public void A_hidden_subscriber_is_told_what_is_published_and_is_no_member()
    {
        var ann = Subscribe("c1", "ann");
        Heard(ann);
        var hidden = CreateTestProbe("c2");
        _topics.Tell(new TopicRequest.Subscribe(Room, hidden, JsonProtocol.Instance) { IsUnruled = true });
        hidden.ExpectMsg<Subscriber.Subscribed>().TopicRef.Tell(new TopicActor.Unsubscribe(hidden));
        Pass(_settings.PresenceInterval * 2);
        Pass(_settings.PresenceGrace * 2);

        ExpectNothing(ann);
    }

    [Fact]
    public void Those_who_come_together_are_told_in_one_message()
    {
        var ann = Subscribe("c1", "ann");
        Heard(ann);
        Subscribe("c2", "ben");
        Subscribe("c3", null);
        Pass(_settings.PresenceInterval * 2);

        Assert.Equal(
            [
                """{"type":"joined","topic":"room","member":{"user":"ben","connection":"c2"}}""",
                """{"type":"joined","topic":"room","member":{"connection":"c3"}}""",
            ],
            Heard(ann));
    }

    [Fact]
    public void Who_does_not_come_back_has_left_after_the_grace()
    {
        var ann = Subscribe("c1", "ann");
        Heard(ann);
        Leave(Subscribe("c2", "ben"));
        Settle(ann);
        Leave(Subscribe("c3", "ben"));
        Pass(_settings.PresenceGrace * 2);

        Assert.Equal(["""{"type":"left","topic":"room","member":{"user":"ben","connection":"c3"}}"""], Heard(ann));
    }

    [Fact]
    public void Who_comes_back_in_time_says_nothing()
    {
        var ann = Subscribe("c1", "ann");
        var ben = Subscribe("c2", "ben");
        Settle(ann);
        Leave(ben);
        Subscribe("c3", "ben");
        Pass(_settings.PresenceGrace * 2);

        ExpectNothing(ann);
    }

    [Fact]
    public void Beyond_the_bound_the_number_is_told()
    {
        var ann = Subscribe("c1", "ann");
        Heard(ann);
        foreach (var id in new[] { "c2", "c3", "c4" })
            Subscribe(id, null);
        Pass(_settings.PresenceInterval * 2);

        Assert.Equal(["""{"type":"presence","topic":"room","total":4}"""], Heard(ann));
    }

    [Fact]
    public void Protocols_without_words_hear_nothing_and_count()
    {
        var plain = Subscribe("c1", null, PlainProtocol.Instance);
        Pass(_settings.PresenceInterval * 2);

        ExpectNothing(plain);
        Assert.Equal([new PresenceMember(null, "c1", 1)], Members().Page.Members);
    }

    [Fact]
    public void Who_still_catches_up_is_a_member_and_hears_the_same()
    {
        _topics.Tell(new TopicRequest.Publish(Room, Publication.FromBinary(new byte[] { 1 }), PublicationSource.AdminApi));
        ExpectMsg<TopicReply.Published>();
        var late = CreateTestProbe("c1");
        _topics.Tell(new TopicRequest.Subscribe(Room, late, JsonProtocol.Instance)
        {
            Since = SinceRequest.TryCreate(null, 0, out var since, out _) ? since : null,
        });

        Assert.False(late.ExpectMsg<Subscriber.Subscribed>().IsLive);
        var joined = Assert.IsType<ServerEvent.Joined>(Assert.Single(late.ExpectMsg<Subscriber.AnnouncedEarly>().Events));
        Assert.Equal("c1", joined.Member.Connection);
    }

    [Fact]
    public void A_topic_that_failed_tells_everyone_who_returned()
    {
        var ann = Subscribe("c1", "ann");
        var ben = Subscribe("c2", "ben");
        Settle(ann);
        ann.TopicRef.Tell(Kill.Instance);
        ann.Probe.FishForMessage<Subscriber.TopicLost>(_ => true);
        ben.Probe.FishForMessage<Subscriber.TopicLost>(_ => true);
        Return(ann, "ann");
        Pass(_settings.PresenceGrace * 2);

        Assert.Equal(
            ["""{"type":"presence","topic":"room","total":1,"members":[{"user":"ann","connection":"c1","connections":1}]}"""],
            Heard(ann));
    }

    [Fact]
    public void When_the_node_goes_away_nobody_is_told_who_leaves_with_it()
    {
        var ann = Subscribe("c1", "ann");
        var ben = Subscribe("c2", "ben");
        Settle(ann);
        _topics.Tell(TopicsActor.SuppressPresence.Instance);
        // Who leaves tells the topic itself, and would overtake it.
        Members();
        Leave(ben);
        Pass(_settings.PresenceGrace * 3);

        ExpectNothing(ann);
    }

    [Fact]
    public void When_the_node_stays_after_all_everyone_is_told_who_left_meanwhile()
    {
        var ann = Subscribe("c1", "ann");
        var ben = Subscribe("c2", "ben");
        Settle(ann);
        _topics.Tell(TopicsActor.SuppressPresence.Instance);
        Members();
        Leave(ben);
        Pass(_settings.PresenceGrace * 3);
        ExpectNothing(ann);

        _topics.Tell(new TopicsActor.SuppressPresence(IsOn: false));
        Pass(_settings.PresenceInterval * 2);

        Assert.Contains("\"left\"", Assert.Single(Heard(ann)), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_counted_until_they_have_left_and_no_longer_than_their_topic()
    {
        Subscribe("c1", "ann");
        var ben = Subscribe("c2", "ben");
        Eventually(() => Assert.Equal(2, Telemetry.Presence.Members));
        ben.TopicRef.Tell(Kill.Instance);

        Eventually(() => Assert.Equal(0, Telemetry.Presence.Members));
    }

    [Fact]
    public void A_topic_whose_rule_keeps_no_presence_says_so()
    {
        _topics.Tell(new TopicRequest.Publish(TopicName.Parse("other"), Publication.FromBinary(new byte[] { 1 }), PublicationSource.AdminApi));
        ExpectMsg<TopicReply.Published>();
        _topics.Tell(new TopicRequest.GetMembers(TopicName.Parse("other"), 0, 10, 1000));

        Assert.Equal(ErrorCode.NoPresence, ExpectMsg<TopicReply.Refused>().Code);
    }

    [Fact]
    public void A_presence_topic_is_forgotten_like_any_other()
    {
        Leave(Subscribe("c1", "ann"));
        Eventually(() => Assert.Equal(0, Telemetry.Figures.Subscriptions));
        Time.Advance(_settings.ForgetAfter * 2);

        Eventually(() => Assert.Equal((0, 0), (Telemetry.Figures.Topics, Telemetry.Presence.Members)));
    }

    private Seat Subscribe(string connection, string? user, IClientProtocol? protocol = null)
    {
        var seat = new Seat(CreateTestProbe(connection), protocol ?? JsonProtocol.Instance, ActorRefs.Nobody);
        return Return(seat, user);
    }

    private Seat Return(Seat seat, string? user)
    {
        _topics.Tell(new TopicRequest.Subscribe(Room, seat.Probe, seat.Protocol) { User = user });
        return seat with { TopicRef = seat.Probe.FishForMessage<Subscriber.Subscribed>(_ => true).TopicRef };
    }

    private static void Leave(Seat seat) => seat.TopicRef.Tell(new TopicActor.Unsubscribe(seat.Probe));

    /// <summary>Advances the time until everything pending is announced, and discards it.</summary>
    private void Settle(Seat seat)
    {
        Pass(_settings.PresenceInterval * 2);
        seat.Probe.Ref.Tell(Mark);
        seat.Probe.FishForMessage<string>(message => message == Mark);
    }

    // Whatever was told has been told when time has passed, and the mark comes behind it.
    private static void ExpectNothing(Seat seat)
    {
        seat.Probe.Ref.Tell(Mark);
        seat.Probe.ExpectMsg(Mark);
    }

    private static string[] Heard(Seat seat)
    {
        var announced = seat.Probe.ExpectMsg<Subscriber.Announced>();
        return [.. (announced.Parts ?? [announced.Frame]).Select(frame => Encoding.UTF8.GetString(frame[2..]))];
    }

    // The answer comes behind all that was told to the topic before.
    private TopicReply.Members Members()
    {
        _topics.Tell(new TopicRequest.GetMembers(Room, 0, 100, int.MaxValue));
        return ExpectMsg<TopicReply.Members>();
    }

    // In steps: each wake is asked for when the one before has come.
    private void Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            // The first answer comes behind the topic's own request to be woken, the second behind its parent's taking note.
            Members();
            Members();
            Time.Advance(step);
        }

        Members();
        Members();
    }

    private sealed record Seat(TestProbe Probe, IClientProtocol Protocol, IActorRef TopicRef);
}
