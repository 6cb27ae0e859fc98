using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Credentials that end, on virtual time.</summary>
public sealed class CredentialsTests : ConnectionActorTest
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly WaitingAccess _door = new();

    public CredentialsTests()
    {
        Access = _door;
        Settings = new PushSettings { KeepAliveInterval = TimeSpan.FromMinutes(30), IdleTimeout = TimeSpan.FromHours(1) };
    }

    [Fact]
    public void Nothing_happens_before_the_reminder()
    {
        OpenUntil(10 * Minute, remindBefore: 2 * Minute);
        Pass(7 * Minute);

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Assert.DoesNotContain("\"refresh\"", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reminder_comes_once()
    {
        OpenUntil(10 * Minute, remindBefore: 2 * Minute);
        Pass(8 * Minute);
        ExpectSent("\"type\":\"refresh\",\"expiresAt\"");
        Pass(1 * Minute);
        Snapshot();

        Assert.Equal(2, Transport.SentText.Split("\"type\":\"refresh\"").Length);
    }

    [Fact]
    public void The_end_is_told_and_closes_with_4200()
    {
        OpenUntil(10 * Minute);
        Pass(10 * Minute);

        ExpectSent("\"goodbye\",\"reason\":\"token_expired\"");
        ExpectClose(4200);
    }

    [Fact]
    public void The_parent_is_asked_to_wake_the_connection_at_the_end_though_nothing_else_is_due()
    {
        OpenUntil(10 * Minute);

        Assert.Equal(10 * Minute, Parent.FishForMessage<ConnectionReport.CheckAt>(check => check.When < 30 * Minute).When);
    }

    [Fact]
    public void Credentials_without_an_end_are_never_asked_about()
    {
        OpenAs(new Identity());
        Pass(TimeSpan.FromMinutes(29));

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void A_renewal_moves_the_end_and_is_asked_for_again()
    {
        OpenUntil(10 * Minute, remindBefore: 2 * Minute);
        Refresh(new Identity { ExpiresAt = Clock.UtcNow + (20 * Minute), RemindAt = Clock.UtcNow + (18 * Minute) });
        ExpectSent("\"type\":\"refreshed\",\"id\":1");

        Pass(17 * Minute);
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
        Pass(1 * Minute);
        ExpectSent("\"type\":\"refresh\",");
        Pass(2 * Minute);
        ExpectClose(4200);
    }

    // Otherwise a client whose tokens are short answers each reminder with another refresh, as fast as the network carries them.
    [Fact]
    public void A_new_token_is_not_reminded_of_before_half_of_its_time_has_passed()
    {
        OpenUntil(10 * Minute, remindBefore: 12 * Minute);
        ExpectSent("\"type\":\"refresh\",");
        Refresh(new Identity { ExpiresAt = Clock.UtcNow + (10 * Minute), RemindAt = Clock.UtcNow - (2 * Minute) });
        ExpectSent("\"type\":\"refreshed\",\"id\":1");

        Pass(4 * Minute);
        Transport.ClientSends(ClientFrame.Text("""{"type":"ping","id":2}"""));
        ExpectSent("\"type\":\"pong\",\"id\":2");
        Assert.Equal(1, Reminders());

        Pass(1 * Minute);
        Eventually(() => Assert.Equal(2, Reminders()));
    }

    [Fact]
    public void What_the_application_subscribed_the_client_to_outlives_a_narrower_token()
    {
        OpenAs(new Identity { MaySubscribe = [TopicPattern.Parse("other")] });
        Connection.Tell(new ConnectionMessage.SubscribeTo(News, TestActor), TestActor);
        Confirm(Topics.ExpectMsg<TopicRequest.Subscribe>());

        Refresh(new Identity { MaySubscribe = [] });

        ExpectSent("\"refreshed\"");
        Assert.Equal(["news"], Snapshot().Subscriptions);
    }

    [Fact]
    public void A_renewal_for_a_connection_that_closes_is_no_fault()
    {
        OpenAs(new Identity());
        Connection.Tell(new ConnectionMessage.Close(Protocol.WebSocket.Close.CloseCode.Disconnected, ""), TestActor);
        Connection.Tell(new RefreshDecision(null, new Identity()), TestActor);
        Connection.Tell(new RefreshDecision(null, Identity: null, ""), TestActor);

        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
    }

    private int Reminders() => Transport.SentText.Split("\"type\":\"refresh\",").Length - 1;

    private void OpenUntil(TimeSpan end, TimeSpan? remindBefore = null) => OpenAs(new Identity
    {
        ExpiresAt = Clock.UtcNow + end,
        RemindAt = Clock.UtcNow + end - remindBefore,
    });

    private void OpenAs(Identity identity)
    {
        Begin();
        Transport.ClientSends(Request("/connect", "wsactors.v1.json"));
        (_door.Next() with { Identity = identity }).Admit();
        ExpectSent("welcome");
    }

    private void Refresh(Identity identity)
    {
        Transport.ClientSends(ClientFrame.Text("""{"type":"refresh","id":1,"token":"x"}"""));
        _door.NextRefresh().Accept(identity);
    }
}
