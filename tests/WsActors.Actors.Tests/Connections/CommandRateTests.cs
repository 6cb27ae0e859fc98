using WsActors.Actors.Connections;
using WsActors.Actors.Settings;

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
    public void Echoes_are_not_counted()
    {
        Open("/echo");
        for (var i = 0; i < 100; i++)
            Transport.ClientSends(ClientFrame.Text("x"));

        Eventually(() => Assert.Equal(100, Snapshot().MessagesSent));
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
