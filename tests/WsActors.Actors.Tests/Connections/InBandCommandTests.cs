using System.Text;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Commands and bytes that a client sends behind its credentials, before and after the decision about them.</summary>
public sealed class InBandCommandTests : InBandTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Commands_behind_the_credentials_wait_for_the_decision_and_are_executed_in_their_order()
    {
        Open("/in-band");
        Transport.ClientSends(
        [
            .. ClientFrame.Text($"{ConnectCommand}\n{Publish(1)}\n{Publish(2)}"),
            .. ClientFrame.Text(Publish(3)),
            .. ClientFrame.Text(Publish(4)),
        ]);
        var admission = Door.Next();
        Transport.ClientSends(ClientFrame.Text(Publish(5)));
        Snapshot();
        Topics.ExpectNoMsg(TimeSpan.Zero);
        Assert.False(Transport.IsAwaited);

        admission.Admit();

        Assert.Equal(["1", "2", "3", "4", "5"], Enumerable.Range(0, 5).Select(_ => NextPublished()));
        ExpectSent("connected");
    }

    [Fact]
    public void Everything_may_come_right_behind_the_request()
    {
        Begin();
        Transport.ClientSends(
            [.. Encoding.ASCII.GetBytes(Request("/in-band")), .. ClientFrame.Text(ConnectCommand), .. ClientFrame.Text(Publish(1))]);
        Door.Next().Admit();

        Assert.Equal("1", NextPublished());
    }

    [Fact]
    public void Without_anybody_who_decides_the_commands_are_executed_at_once()
    {
        Access = null;
        Open("/in-band");
        Transport.ClientSends([.. ClientFrame.Text($"{ConnectCommand}\n{Publish(1)}"), .. ClientFrame.Text(Publish(2))]);

        Assert.Equal(["1", "2"], [NextPublished(), NextPublished()]);
        ExpectSent("connected");
    }

    [Fact]
    public void Commands_behind_refused_credentials_are_not_executed_and_the_close_frame_among_them_is_found()
    {
        Open("/in-band");
        Transport.ClientSends([.. ClientFrame.Text($"{ConnectCommand}\n{Publish(1)}"), .. ClientFrame.Text(Publish(2)), .. ClientFrame.Close(1000)]);
        Door.Next().Deny(HandshakeRefusals.ByApplication("no"));

        Eventually(() => Assert.True(Transport.SendingEnded));
        Topics.ExpectNoMsg(TimeSpan.Zero);
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void Frames_that_waited_when_the_time_was_over_are_read_in_their_place()
    {
        Open("/in-band");
        var behind = ClientFrame.Text(Publish(1));
        Transport.ClientSends([.. ClientFrame.Text(ConnectCommand), .. behind[..9]]);
        Door.Next();
        Pass(Settings.HandshakeTimeout);
        Eventually(() => Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase));

        // Read from its middle, the frame would be a violation, which ends the stream at once.
        Transport.ClientSends(behind.AsSpan(9));
        Eventually(() => Assert.True(Transport.IsAwaited));
        Snapshot();
        Assert.False(Transport.SendingEnded);
        Transport.ClientSends(ClientFrame.Close(1000));

        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void A_second_connect_is_an_error_and_changes_nobody()
    {
        ComeIn(Someone);
        Transport.ClientSends(ClientFrame.Text("""{"type":"connect","id":8,"token":"other"}"""));

        ExpectSent("\"id\":8,\"code\":\"already_connected\"");
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_token_that_came_in_band_expires_unless_it_is_refreshed()
    {
        ComeIn(new Identity { ExpiresAt = Clock.UtcNow + (2 * Minute), RemindAt = Clock.UtcNow + Minute });
        Pass(Minute);
        ExpectSent("\"type\":\"refresh\"");
        Transport.ClientSends(ClientFrame.Text("""{"type":"refresh","id":8,"token":"new"}"""));
        Door.NextRefresh().Accept(new Identity { ExpiresAt = Clock.UtcNow + (3 * Minute) });
        ExpectSent("refreshed");

        Pass(2 * Minute);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Pass(Minute);

        ExpectClose(4200);
    }

    [Fact]
    public void The_idle_time_counts_from_the_credentials()
    {
        Settings = new Actors.Settings.PushSettings { HandshakeTimeout = TimeSpan.FromSeconds(30), IdleTimeout = TimeSpan.FromSeconds(40) };
        Open("/in-band");
        Pass(TimeSpan.FromSeconds(20));
        Transport.ClientSends(ClientFrame.Text(ConnectCommand));
        Door.Next().Admit();
        ExpectSent("connected");

        Pass(TimeSpan.FromSeconds(20));
        Transport.ClientSends(ClientFrame.Pong([]));
        Pass(TimeSpan.FromSeconds(19));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Pass(TimeSpan.FromSeconds(1));

        ExpectClose(4102);
    }

    private string NextPublished() => Encoding.UTF8.GetString(Topics.ExpectMsg<TopicRequest.Publish>().Publication.Payload.Span);
}
