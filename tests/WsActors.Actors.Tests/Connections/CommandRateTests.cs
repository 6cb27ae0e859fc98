using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Commands that come too fast: first refused, then the end.</summary>
public sealed class CommandRateTests : ConnectionActorTest
{
    public CommandRateTests() => Settings = new PushSettings { CommandsPerSecond = 10, CommandBurst = 5 };

    [Fact]
    public void Command_over_the_burst_is_refused_under_its_id_and_the_connection_stays()
    {
        Open("/connect");
        SendPings(6);

        ExpectSent("""{"type":"error","id":6,"code":"rate_limited","message":"more than 10 commands a second: send slower"}""");
        Eventually(() => Assert.Equal(5, ServerFrames.Events(Transport.Sent, "pong").Count));
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void Who_goes_on_regardless_is_closed()
    {
        Open("/connect");
        SendPings(11);

        ExpectClose(4103);
    }

    [Fact]
    public void Who_waits_may_speak_again()
    {
        Open("/connect");
        SendPings(6);
        ExpectSent("rate_limited");
        Time.Advance(TimeSpan.FromSeconds(1));
        SendPings(1);

        Eventually(() => Assert.Equal(6, ServerFrames.Events(Transport.Sent, "pong").Count));
    }

    [Fact]
    public void Plain_mode_has_no_words_for_it_and_ends()
    {
        Rules = [new TopicRule { Match = "*", Publish = Permission.Anyone }];
        OpenSubscribed();
        for (var i = 0; i < 6; i++)
            Transport.ClientSends(ClientFrame.Text("x"));

        ExpectClose(4103);
    }

    [Fact]
    public void Ping_frames_have_their_pongs_and_a_flood_of_them_is_the_end()
    {
        Open("/connect");
        for (var i = 0; i < 11; i++)
            Transport.ClientSends(ClientFrame.Ping("p"u8));

        ExpectClose(4103);
    }

    [Fact]
    public void Messages_to_echo_count_as_commands_and_too_many_end_the_connection()
    {
        Open("/echo");
        for (var i = 0; i < 6; i++)
            Transport.ClientSends(ClientFrame.Text($"echo {i}"));

        ExpectClose(4103);
        Assert.Contains("echo 4", Transport.SentText, StringComparison.Ordinal);
        Assert.DoesNotContain("echo 5", Transport.SentText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 5, 2, 1, "more than 2 commands a second")]
    [InlineData(0, 2000, 1, 20, "more than 1 commands a second")]
    [InlineData(10, 5, 1000, 5, "more than 10 commands a second")]
    public void A_token_with_a_lower_limit_of_its_own_is_held_to_it(int perSecond, int burst, int own, int allowed, string refusal)
    {
        Settings = new PushSettings { CommandsPerSecond = perSecond, CommandBurst = burst };
        Access = new AdmittingAccess(new Identity { User = "u", CommandsPerSecond = own });
        OpenAdmitted();
        SendPings(allowed + 1);

        ExpectSent(refusal);
        Eventually(() => Assert.Equal(allowed, ServerFrames.Events(Transport.Sent, "pong").Count));
    }

    [Fact]
    public void A_token_that_is_renewed_brings_its_own_limit_along()
    {
        Settings = new PushSettings { CommandsPerSecond = 10, CommandBurst = 10 };
        Access = new AdmittingAccess(new Identity { User = "u" }, new Identity { User = "u", CommandsPerSecond = 1 });
        OpenAdmitted();
        Transport.ClientSends(ClientFrame.Text("""{"type":"refresh","token":"a.b.c"}"""));
        ExpectSent("refreshed");
        Time.Advance(TimeSpan.FromSeconds(60));
        SendPings(2);

        ExpectSent("more than 1 commands a second");
    }

    // The user is counted by the parent first.
    private void OpenAdmitted()
    {
        Begin();
        Transport.ClientSends(Request("/connect"));
        var count = Parent.FishForMessage<ConnectionReport.CountUser>(_ => true);
        Connection.Tell(new EntryDecision());
        ExpectSent("welcome");
    }

    private sealed class AdmittingAccess(Identity identity, Identity? refreshed = null) : IAccess
    {
        public void Decide(ConnectRequest request) => (request with { Identity = identity }).Admit();

        public void Refresh(RefreshRequest refresh) => refresh.Accept(refreshed ?? identity);
    }

    [Fact]
    public void Without_a_limit_nothing_is_refused()
    {
        Settings = new PushSettings { CommandsPerSecond = 0 };
        Open("/connect");
        SendPings(3000);

        Eventually(() => Assert.Equal(3000, ServerFrames.Events(Transport.Sent, "pong").Count));
    }

    private void SendPings(int count)
    {
        for (var i = 1; i <= count; i++)
            Transport.ClientSends(ClientFrame.Text($$"""{"type":"ping","id":{{i}}}"""));
    }
}
