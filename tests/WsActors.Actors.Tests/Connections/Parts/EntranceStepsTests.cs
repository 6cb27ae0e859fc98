using System.Buffers;
using System.Net;
using System.Text;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The steps of a handshake that others decide: each answer advances the step that it answers, once.</summary>
public sealed class EntranceStepsTests
{
    private static readonly IPEndPoint Peer = new(IPAddress.Parse("192.0.2.1"), 40_000);
    private static readonly EntryDecision Counted = new();
    private static readonly EntryDecision Refused = new(HandshakeRefusals.TooManyOfUser(1));
    private static readonly EntryDecision Ann = new(Identity: new Identity { User = "ann" });

    private readonly WaitingAccess _access = new();
    private readonly TurnHarness _harness;

    public EntranceStepsTests() => _harness = new TurnHarness(access: _access, rules: new TopicRule { Match = "*", Subscribe = Permission.Webhook });

    [Fact]
    public void A_client_is_counted_identified_counted_again_and_let_in()
    {
        var entrance = new Entrance(refusal: null, isUncounted: true);

        Assert.Equal(new EntranceDecision.CountAddress(Peer.Address), Consider(entrance));
        Assert.IsType<EntranceDecision.Wait>(entrance.Advance(Counted, _harness.Turn));
        Assert.Equal(new EntranceDecision.CountUser("ann"), entrance.Advance(Ann, _harness.Turn));
        Assert.False(entrance.IsDecided);
        Assert.IsType<EntranceDecision.Wait>(entrance.Advance(Counted, _harness.Turn));
        Assert.Equal(EffectKind.Authorize, Assert.Single(_harness.Decided()).Kind);
        Assert.IsType<EntranceDecision.Accept>(entrance.Advance(AuthorizationResult.Allowed.Instance));
        Assert.True(entrance.IsDecided);
    }

    [Fact]
    public void An_answer_that_comes_twice_advances_nothing()
    {
        var entrance = new Entrance(refusal: null, isUncounted: false);
        Assert.IsType<EntranceDecision.Wait>(Consider(entrance));

        Assert.IsType<EntranceDecision.CountUser>(entrance.Advance(Ann, _harness.Turn));
        Assert.Null(entrance.Advance(Ann, _harness.Turn));
        Assert.IsType<EntranceDecision.Wait>(entrance.Advance(Counted, _harness.Turn));
        Assert.Null(entrance.Advance(Counted, _harness.Turn));
        Assert.Null(entrance.Advance(Ann, _harness.Turn));
        Assert.IsType<EntranceDecision.Accept>(entrance.Advance(AuthorizationResult.Allowed.Instance));
        Assert.Null(entrance.Advance(AuthorizationResult.Allowed.Instance));
        Assert.Null(entrance.Advance(Ann, _harness.Turn));
    }

    [Fact]
    public void The_count_of_an_address_that_is_answered_twice_lets_nobody_in_without_an_identity()
    {
        var entrance = new Entrance(refusal: null, isUncounted: true);
        Consider(entrance);
        entrance.Advance(Counted, _harness.Turn);

        Assert.Null(entrance.Advance(Counted, _harness.Turn));
        Assert.False(entrance.IsDecided);
        Assert.IsType<EntranceDecision.CountUser>(entrance.Advance(Ann, _harness.Turn));
    }

    [Fact]
    public void An_identity_that_comes_before_it_was_asked_for_is_none()
    {
        var entrance = new Entrance(refusal: null, isUncounted: true);
        Consider(entrance);

        Assert.Null(entrance.Advance(Ann, _harness.Turn));
        Assert.Same(Identity.Anonymous, entrance.Identity);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_refusal_at_any_step_is_the_last_word(int steps)
    {
        var entrance = new Entrance(refusal: null, isUncounted: true);
        Consider(entrance);
        foreach (var answer in new[] { Counted, Ann }.Take(steps))
            entrance.Advance(answer, _harness.Turn);

        Assert.IsType<EntranceDecision.Refuse>(entrance.Advance(Refused, _harness.Turn));
        Assert.True(entrance.IsDecided);
        foreach (var answer in new[] { Counted, Ann, Refused })
            Assert.Null(entrance.Advance(answer, _harness.Turn));
        Assert.Null(entrance.Advance(AuthorizationResult.Allowed.Instance));
    }

    [Fact]
    public void What_the_client_sent_behind_its_request_is_kept_until_it_is_taken_once()
    {
        var entrance = new Entrance(refusal: null, isUncounted: false);
        var behind = "behind"u8.ToArray();
        entrance.Consider(Request(), behind, Peer, _harness.Turn);
        behind.AsSpan().Clear();

        Assert.Equal("behind"u8.ToArray(), entrance.TakePipelined());
        Assert.Empty(entrance.TakePipelined());
    }

    private EntranceDecision Consider(Entrance entrance) => entrance.Consider(Request(), [], Peer, _harness.Turn);

    private HandshakeRequest Request()
    {
        var session = new ServerSession(_harness.Environment.SessionLimits);
        Span<byte> input = Encoding.ASCII.GetBytes(UpgradeRequest.To("/topics/news"));
        Assert.True(session.TryAdvance(ref input, new ArrayBufferWriter<byte>(), out var happened));
        return happened.Request!;
    }
}
