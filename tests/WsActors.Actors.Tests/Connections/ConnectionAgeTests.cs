using Akka.Actor;
using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Old connections are rotated, and a node sends clients away although it stays.</summary>
public sealed class ConnectionAgeTests : ConnectionActorTest
{
    private const string Json = "wsactors.v1.json";
    private const string Rotation = """{"type":"goodbye","reason":"rotation","reconnectAfterMs":0}""";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_client_is_sent_away_at_the_age_of_the_settings_and_may_return_at_once()
    {
        Settings = new PushSettings { MaxConnectionAge = TimeSpan.FromMinutes(1) };
        OpenJson();
        Pass(TimeSpan.FromSeconds(53));
        Transport.ClientSends(ClientFrame.Pong([]));
        Snapshot();
        Assert.DoesNotContain("goodbye", Transport.SentText, StringComparison.Ordinal);

        Pass(TimeSpan.FromSeconds(14));

        ExpectSent(Rotation);
        ExpectClose(4202);
    }

    [Fact]
    public void It_asks_to_be_woken_at_that_age()
    {
        Settings = new PushSettings { MaxConnectionAge = TimeSpan.FromMinutes(1), KeepAliveInterval = Hour };
        OpenJson();

        var wake = Parent.FishForMessage<ConnectionReport.CheckAt>(_ => true);

        Assert.InRange(wake.When, TimeSpan.FromSeconds(54), TimeSpan.FromSeconds(66));
    }

    [Fact]
    public void A_back_end_is_left_alone()
    {
        var door = new WaitingAccess();
        (Access, Settings) = (door, new PushSettings { MaxConnectionAge = TimeSpan.FromMinutes(1) });
        OpenBackEnd(door);
        Pass(TimeSpan.FromSeconds(70));
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.Zero));

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Parent.FishForMessage<ConnectionReport.Stays>(stays => stays.Id == new ConnectionId(1));
    }

    [Fact]
    public void An_operators_page_stays_in_a_rebalance()
    {
        var door = new WaitingAccess();
        Access = door;
        Begin();
        Transport.ClientSends(Request("/connect"));
        (door.Next() with { Identity = new Identity { IsOperator = true } }).Admit();
        ExpectSent("\"welcome\"");
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.Zero));

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Parent.FishForMessage<ConnectionReport.Stays>(stays => stays.Id == new ConnectionId(1));
    }

    [Fact]
    public void A_client_that_is_moved_away_is_told_when_to_return()
    {
        OpenJson();
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.FromMilliseconds(1500)));

        ExpectSent("""{"type":"goodbye","reason":"rebalance","reconnectAfterMs":1500}""");
        ExpectClose(4202);
    }

    [Fact]
    public void An_event_stream_is_told_the_same()
    {
        Begin();
        Transport.ClientSends("GET /topics/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.FromSeconds(2)));

        ExpectSent("retry: 2000\nevent: goodbye");
        ExpectSent("\"code\":4202");
    }

    [Fact]
    public void A_poll_is_answered()
    {
        Begin();
        Transport.ClientSends("GET /topics/news?poll=true HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.FromSeconds(2)));

        ExpectSent("HTTP/1.1 200 OK");
    }

    [Fact]
    public void A_connection_that_is_not_open_stays()
    {
        Begin();
        Connection.Tell(new ConnectionMessage.MoveAway("rebalance", TimeSpan.Zero));

        Parent.FishForMessage<ConnectionReport.Stays>(_ => true);
        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);
    }

    [Fact]
    public void Without_an_age_no_connection_is_old() =>
        Assert.Equal(TimeSpan.MaxValue, ConnectionAge.EndOf(Hour, new ConnectionId(1), TimeSpan.Zero));

    [Fact]
    public void Connections_that_were_opened_together_end_evenly_over_a_fifth_of_the_age()
    {
        var ends = Enumerable.Range(1, 10_000)
            .Select(number => ConnectionAge.EndOf(TimeSpan.Zero, ConnectionId.Of(new NodeId(7), (ulong)number), Hour).TotalMinutes)
            .ToArray();

        Assert.All(ends, end => Assert.InRange(end, 54, 66));
        Assert.All(
            ends.GroupBy(end => (int)end).Where(minute => minute.Key < 66),
            minute => Assert.InRange(minute.Count(), 700, 970));
    }

    private void OpenJson()
    {
        Open("/connect", Json);
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news"}"""));
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());
        ExpectSent("\"subscribed\"");
    }

    private void OpenBackEnd(WaitingAccess door)
    {
        Begin();
        Transport.ClientSends(Request("/connect"));
        (door.Next() with { Identity = new Identity { ApiKey = 1 } }).Admit();
        ExpectSent("\"backEnd\":true");
    }
}
