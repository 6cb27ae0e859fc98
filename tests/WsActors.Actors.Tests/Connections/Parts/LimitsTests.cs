using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Limits;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The components that bound one client: its rates, its credentials, its unfinished input and what is read of it.</summary>
public sealed class LimitsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void While_a_connection_closes_a_megabyte_more_is_read_and_what_came_before_does_not_count()
    {
        var intake = new Intake();
        intake.CountBytes(10 * 1024 * 1024, isClosing: false);
        intake.CountBytes((1024 * 1024) - 1, isClosing: true);
        Assert.True(intake.MayReadOn);

        intake.CountBytes(1, isClosing: true);

        Assert.False(intake.MayReadOn);
        Assert.Equal(11 * 1024 * 1024, intake.Bytes);
    }

    [Fact]
    public void A_peer_that_has_ended_its_side_has_ended_it_for_good_and_is_not_read_again()
    {
        var intake = new Intake();
        intake.Pause(hasPeerEnded: false);
        Assert.True(intake.IsPaused);
        intake.Pause(hasPeerEnded: true);

        Assert.Equal((false, true), (intake.IsPaused, intake.HasPeerEnded));
    }

    [Fact]
    public void Only_an_earlier_wake_is_asked_for_until_the_connection_was_woken()
    {
        var liveness = new Liveness(TimeSpan.Zero);

        Assert.True(liveness.TryWakeAt(5 * Minute));
        Assert.False(liveness.TryWakeAt(5 * Minute));
        Assert.False(liveness.TryWakeAt(6 * Minute));
        Assert.True(liveness.TryWakeAt(4 * Minute));
        liveness.Woken();
        Assert.True(liveness.TryWakeAt(6 * Minute));
    }

    [Fact]
    public void A_pong_tells_the_round_trip_only_if_it_can_be_an_answer()
    {
        var liveness = new Liveness(Minute);
        liveness.OnPong(Payload(Minute - TimeSpan.FromTicks(1)), 2 * Minute);
        liveness.OnPong(Payload(3 * Minute), 2 * Minute);
        liveness.OnPong([1, 2, 3], 2 * Minute);
        Assert.Null(liveness.RoundTripTime);

        liveness.OnPong(Payload(2 * Minute), 2.5 * Minute);
        Assert.Equal(0.5 * Minute, liveness.RoundTripTime);
    }

    [Fact]
    public void A_token_reminds_once_and_then_expires()
    {
        var harness = new TurnHarness();
        var credentials = new Credentials();
        credentials.Take(IdentityFor(harness, "ann", remindIn: 5, endsIn: 10), harness.Environment.Settings);

        credentials.Check(harness.Turn, isOpen: true);
        Assert.Equal([5 * Minute], Wakes(harness.Decided()));

        harness.Pass(5 * Minute);
        credentials.Check(harness.Turn, isOpen: true);
        var reminded = harness.Decided();
        Assert.IsType<ServerEvent.RefreshNeeded>(reminded[0].Subject);
        Assert.Equal([10 * Minute], Wakes(reminded));
        credentials.Check(harness.Turn, isOpen: true);
        Assert.Equal([10 * Minute], Wakes(Assert.Single(harness.Decided())));

        harness.Pass(5 * Minute);
        credentials.Check(harness.Turn, isOpen: true);
        Assert.Same(Ending.TokenExpired, Assert.Single(harness.Decided()).Subject);
    }

    [Fact]
    public void A_client_that_can_only_be_answered_is_not_reminded_and_wakes_at_the_end()
    {
        var harness = new TurnHarness();
        var credentials = new Credentials();
        credentials.Take(IdentityFor(harness, "ann", remindIn: 0, endsIn: 10), harness.Environment.Settings);

        credentials.Check(harness.Turn, isOpen: false);

        Assert.Equal([10 * Minute], Wakes(Assert.Single(harness.Decided())));
    }

    [Fact]
    public void Another_users_token_changes_nothing()
    {
        var harness = new TurnHarness();
        var credentials = new Credentials();
        credentials.Take(IdentityFor(harness, "ann", remindIn: 5, endsIn: 10), harness.Environment.Settings);
        var before = credentials.Identity;

        Assert.False(credentials.TryRefresh(IdentityFor(harness, "ben", remindIn: 50, endsIn: 100), RequestId.Of(1), harness.Turn));

        Assert.Same(before, credentials.Identity);
        var refused = Assert.Single(harness.Decided());
        Assert.Equal(EffectKind.Fail, refused.Kind);
        Assert.Equal((RequestId.Of(1), ErrorCode.InvalidToken), Named(refused));
    }

    [Fact]
    public void A_refreshed_token_reminds_again()
    {
        var harness = new TurnHarness();
        var credentials = new Credentials();
        credentials.Take(IdentityFor(harness, "ann", remindIn: 0, endsIn: 10), harness.Environment.Settings);
        credentials.Check(harness.Turn, isOpen: true);
        harness.Decided();

        Assert.True(credentials.TryRefresh(IdentityFor(harness, "ann", remindIn: 50, endsIn: 100), RequestId.Of(1), harness.Turn));
        Assert.IsType<ServerEvent.Refreshed>(Assert.Single(harness.Decided()).Subject);
        harness.Pass(50 * Minute);
        credentials.Check(harness.Turn, isOpen: true);

        Assert.IsType<ServerEvent.RefreshNeeded>(harness.Decided()[0].Subject);
    }

    [Fact]
    public void A_token_narrows_the_nodes_limit_of_commands_and_never_widens_it()
    {
        var harness = new TurnHarness(new PushSettings { CommandsPerSecond = 5, CommandBurst = 5 });

        Assert.Equal(5, CommandsWithin(harness, Identity.Anonymous));
        Assert.Equal(2, CommandsWithin(harness, new Identity { CommandsPerSecond = 2 }));
        Assert.Equal(5, CommandsWithin(harness, new Identity { CommandsPerSecond = 500 }));
    }

    [Fact]
    public void A_client_whose_commands_are_few_and_whose_messages_inflate_too_much_is_told_which_limit_it_was()
    {
        var settings = new PushSettings { CommandsPerSecond = 1000, Compression = new CompressionSettings { ClientBytesPerSecond = 1024 * 1024 } };
        var harness = new TurnHarness(settings);
        var rates = new ClientRates();

        Assert.Equal(RateLimitResult.Within, rates.ChargeMessage(Identity.Anonymous, harness.Environment, 1, 4 * 1024 * 1024, out var refusal));
        Assert.Null(refusal);
        Assert.Equal(RateLimitResult.Over, rates.ChargeMessage(Identity.Anonymous, harness.Environment, 1, 1024 * 1024, out refusal));
        Assert.Contains("to inflate", refusal, StringComparison.Ordinal);
        harness.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(RateLimitResult.Within, rates.ChargeMessage(Identity.Anonymous, harness.Environment, 1, 0, out _));
    }

    [Fact]
    public void What_a_connection_holds_is_counted_in_steps_and_given_back_once()
    {
        var harness = new TurnHarness(new PushSettings { MaxRequestBytes = 16 * InboundRoom.StepBytes });
        var (session, unfinished) = (new ServerSession(harness.Environment.SessionLimits), default(UnfinishedInput));
        Feed(session, $"GET / HTTP/1.1\r\nCookie: {new string('x', 3 * InboundRoom.StepBytes)}");

        Assert.True(unfinished.Concerns(session));
        Assert.True(unfinished.TryHold(session, harness.Turn));
        Assert.True(unfinished.IsCounted);
        Assert.Equal(InboundRoom.InSteps(session.HeldBytes), harness.Environment.Inbound.HeldBytes);
        Assert.InRange(session.HeldBytes, 3 * InboundRoom.StepBytes, int.MaxValue);
        Assert.Equal(harness.Environment.Inbound.HeldBytes, harness.Telemetry.Inbound.HeldBytes);

        // A turn that brings nothing new reports nothing.
        Assert.Single(Reports(harness));
        Assert.True(unfinished.TryHold(session, harness.Turn));
        Assert.Empty(Reports(harness));

        unfinished.Release(harness.Turn);
        unfinished.Release(harness.Turn);
        Assert.Equal(0, Assert.Single(Reports(harness)).Bytes);
        Assert.Equal((0, 0), (harness.Environment.Inbound.HeldBytes, harness.Telemetry.Inbound.HeldBytes));
    }

    [Fact]
    public void Where_the_node_holds_too_much_only_a_connection_that_wants_more_is_turned_away()
    {
        var harness = new TurnHarness(new PushSettings { MaxRequestBytes = 16 * InboundRoom.StepBytes, MaxInboundBytes = 8 * InboundRoom.StepBytes });
        var (session, unfinished) = (new ServerSession(harness.Environment.SessionLimits), default(UnfinishedInput));
        Feed(session, $"GET / HTTP/1.1\r\nCookie: {new string('x', InboundRoom.StepBytes)}");
        Assert.True(unfinished.TryHold(session, harness.Turn));

        harness.Environment.Inbound.Add(8 * InboundRoom.StepBytes);
        Assert.True(unfinished.TryHold(session, harness.Turn));
        Feed(session, new string('y', InboundRoom.StepBytes));
        Assert.False(unfinished.TryHold(session, harness.Turn));
    }

    private static void Feed(ServerSession session, string text)
    {
        Span<byte> input = Encoding.ASCII.GetBytes(text);
        Assert.False(session.TryAdvance(ref input, new ArrayBufferWriter<byte>(), out _));
    }

    private static ConnectionReport.UnfinishedBytesChanged[] Reports(TurnHarness harness) =>
        [.. harness.Decided().Select(effect => effect.Subject).OfType<ConnectionReport.UnfinishedBytesChanged>()];

    private static int CommandsWithin(TurnHarness harness, Identity identity)
    {
        var (credentials, rates, within) = (new Credentials(), new ClientRates(), 0);
        credentials.Take(identity, harness.Environment.Settings);
        while (rates.ChargeMessage(credentials.Identity, harness.Environment, 1, 0, out _) == RateLimitResult.Within)
            within++;
        return within;
    }

    private static byte[] Payload(TimeSpan sent)
    {
        var payload = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, sent.Ticks);
        return payload;
    }

    private static Identity IdentityFor(TurnHarness harness, string user, int remindIn, int endsIn)
    {
        var now = harness.Environment.Clock.UtcNow;
        return new Identity { User = user, RemindAt = now + (remindIn * Minute), ExpiresAt = now + (endsIn * Minute) };
    }

    private static IEnumerable<TimeSpan> Wakes(params IEnumerable<Effect> effects) =>
        effects.Where(effect => effect.Kind == EffectKind.WakeAt).Select(effect => effect.When);

    private static (RequestId?, string) Named(Effect effect) =>
        effect.Subject is ServerEvent.Error error ? (error.Id, error.Code) : throw new ArgumentException($"{effect} is no error", nameof(effect));
}
