using System.Text;
using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A handshake whose client is decided about elsewhere.</summary>
public sealed class AdmissionTests : ConnectionActorTest
{
    private static readonly Identity Ann = new() { User = "ann" };

    private readonly WaitingAccess _door = new();

    public AdmissionTests() => Access = _door;

    [Fact]
    public void A_client_waits_until_it_is_admitted()
    {
        var request = Knock("/echo");
        Assert.Empty(Transport.Sent);
        Assert.Equal(ConnectionPhase.Handshaking, Snapshot().Phase);

        request.Admit();

        ExpectSent("HTTP/1.1 101");
    }

    [Fact]
    public void A_client_that_is_denied_hears_why()
    {
        Knock("/echo").Deny(HandshakeRefusals.TokenRequired);

        ExpectSent("HTTP/1.1 401 Unauthorized");
        ExpectSent("WWW-Authenticate: Bearer\r\n");
    }

    [Fact]
    public void A_user_is_counted_before_its_connection_opens_and_welcomed_by_its_id()
    {
        (Knock("/connect", "wsactors.v1.json") with { Identity = Ann }).Admit();
        var count = Parent.FishForMessage<ConnectionReport.CountUser>(_ => true);
        Assert.Equal("ann", count.User);
        Assert.Empty(Transport.Sent);

        Connection.Tell(new EntryDecision());

        ExpectSent("\"user\":\"ann\"");
        Assert.Equal("ann", Snapshot().User);
    }

    [Fact]
    public void A_user_that_may_not_come_in_once_more_hears_why()
    {
        (Knock("/echo") with { Identity = Ann }).Admit();
        var count = Parent.FishForMessage<ConnectionReport.CountUser>(_ => true);

        Connection.Tell(new EntryDecision(HandshakeRefusals.TooManyFromAddress(1)));

        ExpectSent("HTTP/1.1 429");
    }

    [Fact]
    public void Frames_that_came_right_behind_the_request_wait_in_order()
    {
        Begin();
        Transport.ClientSends([.. Encoding.ASCII.GetBytes(Request("/echo")), .. ClientFrame.Text("early")]);
        var request = _door.Next();
        Transport.ClientSends(ClientFrame.Text("later"));

        request.Admit();

        Eventually(() => Assert.Matches("early.*later$", Transport.SentText.ReplaceLineEndings(" ")));
    }

    [Fact]
    public void A_decision_that_takes_too_long_is_answered_with_408_and_then_changes_nothing()
    {
        var request = Knock("/echo");
        Pass(Settings.HandshakeTimeout);
        ExpectSent("HTTP/1.1 408");

        request.Admit();
        request.Deny(HandshakeRefusals.TokenRequired);

        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Assert.DoesNotContain("101", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_about_a_connection_that_has_ended_is_no_fault()
    {
        var request = Knock("/echo");
        Connection.Tell(ConnectionMessage.Cut.Instance);
        ExpectStopped(ConnectionOutcome.Cut);

        request.Admit();
    }

    [Fact]
    public void What_is_no_route_is_refused_without_anybody_being_asked()
    {
        Begin();
        Transport.ClientSends(Request("/nowhere"));

        ExpectSent("HTTP/1.1 404");
    }

    [Fact]
    public void A_plain_connection_is_judged_by_its_topics_rule_as_the_user_that_it_is()
    {
        Rules = [new TopicRule { Match = "{user}", Subscribe = Permission.Owner }];
        (Knock("/topics/ben") with { Identity = Ann }).Admit();
        var count = Parent.FishForMessage<ConnectionReport.CountUser>(_ => true);
        Connection.Tell(new EntryDecision());

        ExpectSent("HTTP/1.1 403");
        ExpectSent("lets only the user whom it names subscribe");
    }

    [Fact]
    public void A_topic_about_which_only_the_application_can_decide_is_closed_while_nobody_asks_it()
    {
        Rules = [new TopicRule { Match = "news", Subscribe = Permission.Webhook }];
        Knock("/topics/news").Admit();

        ExpectSent("HTTP/1.1 403");
    }

    private ConnectRequest Knock(string target, string? subprotocol = null)
    {
        Begin();
        Transport.ClientSends(Request(target, subprotocol));
        return _door.Next();
    }
}
