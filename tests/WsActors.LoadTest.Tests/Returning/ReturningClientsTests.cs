using System.Diagnostics;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Returning;

namespace WsActors.LoadTest.Tests.Returning;

/// <summary>Client 0 has the topics load.0 and load.1; five publications of each are acknowledged at offsets 1 to 5.</summary>
public sealed class ReturningClientsTests
{
    private const uint Run = 7;

    private static readonly FillerPayload Payload = new(64);

    private readonly ViolationLog _violations = new();
    private readonly Client _client = new(0, ClientRole.Returning, 2);
    private readonly ReturningClients _clients;

    public ReturningClientsTests()
    {
        _clients = new ReturningClients(Run, new TopicPlan(4, 2, 2), Payload, new Planter(PlantedFault.None, 0), _violations);
        for (var number = 0; number < 5; number++)
        {
            _clients.Journals[0].Acknowledge("e", number + 1, number);
            _clients.Journals[1].Acknowledge("e", number + 1, number);
        }
    }

    [Fact]
    public void A_client_comes_back_with_what_it_has_seen()
    {
        Hear("""{"type":"welcome","connection":"c1"}""");
        Hear("""{"type":"subscribed","id":0,"topic":"load.0","epoch":"e","offset":2}""");
        Receive("load.0", 3, new Marker(Run, 0, 2, 8));
        Assert.Equal(("c1", "e", 3), (_clients.ConnectionOf(0), _clients.Reading(0, 0).Epoch, _clients.Reading(0, 0).Seen));
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_client_has_caught_up_when_it_has_all_of_its_topics()
    {
        var caughtUp = new List<long>();
        _clients.CaughtUp = (_, now) => caughtUp.Add(now);
        Hear("""{"type":"subscribed","id":0,"topic":"load.0","epoch":"e","offset":5}""");
        Hear("""{"type":"subscribed","id":1,"topic":"load.1","epoch":"e","offset":4}""");
        Assert.Empty(caughtUp);

        Receive("load.1", 5, new Marker(Run, 1, 4, 17), now: 99);
        Assert.Equal([99], caughtUp);
    }

    [Fact]
    public void A_message_under_another_topics_name_is_stray()
    {
        Hear("""{"type":"subscribed","id":0,"topic":"load.0","epoch":"e","offset":2}""");
        Receive("load.0", 3, new Marker(Run, 1, 2, 9));
        Assert.Equal(ViolationKind.Stray, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_message_of_a_topic_that_was_not_subscribed_to_is_stray()
    {
        Receive("load.2", 1, new Marker(Run, 2, 0, 2));
        Assert.Equal(ViolationKind.Stray, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_message_of_another_run_is_stray()
    {
        Hear("""{"type":"subscribed","id":0,"topic":"load.0","epoch":"e","offset":2}""");
        Receive("load.0", 3, new Marker(Run + 1, 0, 2, 8));
        Assert.Equal(ViolationKind.Stray, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void A_gap_is_announced()
    {
        Hear("""{"type":"subscribed","id":0,"topic":"load.0","epoch":"e","offset":0}""");
        Hear("""{"type":"gap","topic":"load.0","from":1,"to":5,"reason":"not_kept"}""");
        Assert.Equal((5, 1, 5), (_clients.Reading(0, 0).Seen, _clients.Totals.Gaps, _clients.Totals.GapMessages));
    }

    [Fact]
    public void A_client_that_is_sent_away_returns_at_the_moment_that_it_was_given()
    {
        Hear("""{"type":"goodbye","reason":"draining","reconnectAfterMs":1500}""");
        Assert.Equal(Stopwatch.Frequency * 3 / 2, _clients.TakeReturn(0));
        Assert.Equal(0, _clients.TakeReturn(0));
    }

    [Fact]
    public void A_subscription_that_is_refused_for_the_moment_is_tried_again()
    {
        const string Refusal = """{"type":"error","id":1,"code":"try_again_later","message":"…"}""";
        Assert.Equal(MessageMeaning.TryAgain, Hear(Refusal));
        Assert.Equal(1, _clients.RefusedSlot(0, Encoding.UTF8.GetBytes(Refusal)));
    }

    [Fact]
    public void A_subscription_that_the_server_ended_for_the_moment_is_tried_again()
    {
        const string End = """{"type":"unsubscribed","topic":"load.1","reason":"try_again_later"}""";
        Assert.Equal(MessageMeaning.TryAgain, Hear(End));
        Assert.Equal(1, _clients.RefusedSlot(0, Encoding.UTF8.GetBytes(End)));
    }

    [Fact]
    public void A_subscription_that_the_server_ended_for_good_is_an_error() =>
        Assert.Equal(MessageMeaning.Error, Hear("""{"type":"unsubscribed","topic":"load.1","reason":"no_longer_allowed"}"""));

    [Fact]
    public void An_error_is_one() => Assert.Equal(MessageMeaning.Error, Hear("""{"type":"error","id":1,"code":"invalid_topic","message":"…"}"""));

    private MessageMeaning Hear(string message) => _clients.Heard(0, Encoding.UTF8.GetBytes(message), now: 0);

    private void Receive(string topic, long offset, Marker marker, long now = 0)
    {
        var message = Encoding.UTF8.GetBytes($$"""{"type":"message","topic":"{{topic}}","offset":{{offset}},"data":{{Encoding.UTF8.GetString(Payload.Make(marker))}}}""");
        Assert.True(Marker.TryFind(message, out var found, out var end));
        _clients.Received(_client, found, message, end, now);
    }
}
