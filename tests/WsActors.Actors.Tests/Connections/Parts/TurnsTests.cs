using System.Buffers;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The effects and replies that a thread keeps for the turns that run on it: no turn finds any of another.</summary>
public sealed class TurnsTests
{
    private readonly TurnHarness _harness = new();

    [Fact]
    public void What_a_turn_that_failed_has_written_is_not_sent_by_the_next_one_on_its_thread()
    {
        Effects.OfThread.Begin();
        Replies.OfThread.Write("for another client"u8);

        Effects.OfThread.Begin();
        Replies.OfThread.Write("own"u8);

        Assert.Equal("own"u8.ToArray(), Replies.Take());
    }

    [Fact]
    public void What_a_turn_that_failed_has_decided_is_not_carried_out_by_the_next_one_on_its_thread()
    {
        var effects = Effects.OfThread;
        effects.Begin();
        effects.Say(Left("first"));
        effects.Say(Left("failed here"));
        effects.Say(Left("for another client"));
        Assert.True(effects.TryTake(out _));
        Assert.True(effects.TryTake(out _));

        effects.Begin();
        effects.Say(Left("own"));

        Assert.True(effects.TryTake(out var own));
        Assert.Equal(Left("own"), own.Subject);
        Assert.False(effects.TryTake(out _));
    }

    [Fact]
    public void Effects_that_an_effect_adds_come_behind_those_that_wait()
    {
        var effects = _harness.Effects;
        effects.Say(Left("first"));
        effects.Say(Left("second"));
        Assert.True(effects.TryTake(out _));
        effects.Say(Left("third"));

        Assert.Equal([Left("second"), Left("third")], _harness.Decided().Select(effect => effect.Subject));
    }

    [Fact]
    public void Replies_are_taken_once()
    {
        Effects.OfThread.Begin();
        Replies.OfThread.Write("x"u8);

        Assert.Single(Replies.Take());
        Assert.Empty(Replies.Take());
    }

    private static ServerEvent.Unsubscribed Left(string topic) => new(Id: null, TopicName.Parse(topic), Reason: null);
}
