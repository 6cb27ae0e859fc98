using WsActors.Protocol.Tests.Messages;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>RFC 6455 §8.1: text that is not UTF-8 fails with the octet that shows it, not with the frame's or the message's end.</summary>
public sealed class TextFailsAtTheFirstBadByteTests
{
    public static TheoryData<string, int> Impossible => Utf8ValidatorTests.Impossible;

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Inside_one_partial_frame(string hex, int possible)
    {
        // The frame goes on for long after the octets that have come.
        var payload = new byte[1000];
        Convert.FromHexString(hex).CopyTo(payload, 0);
        var frame = ClientFrame.Frame(0x81, payload);
        var headerLength = frame.Length - payload.Length;

        AssertFailsExactlyWith(frame.AsSpan(0, headerLength + possible), frame[headerLength + possible]);
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void In_fragments_of_one_octet(string hex, int possible)
    {
        var octets = Convert.FromHexString(hex);
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x01, []));
        for (var i = 0; i < possible; i++)
            conversation.Receive(ClientFrame.Frame(0x00, [octets[i]]));
        Assert.Empty(conversation.Happened);

        conversation.Receive(ClientFrame.Frame(0x00, [octets[possible]]));
        Assert.Equal(["Violated 1007 invalid_utf8"], conversation.Happened);
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void In_two_fragments_with_a_ping_between(string hex, int possible)
    {
        var octets = Convert.FromHexString(hex);
        var conversation = Conversation.Open()
            .Receive(ClientFrame.Frame(0x01, octets.AsSpan(0, possible)))
            .Receive(ClientFrame.Ping([]))
            .Receive(ClientFrame.Frame(0x00, octets.AsSpan(possible)));

        Assert.Equal(["Ping ", "Violated 1007 invalid_utf8"], conversation.Happened);
    }

    [Theory]
    [InlineData("C2")]
    [InlineData("E282")]
    [InlineData("F09F98")]
    [InlineData("414243F09F98")]
    public void A_sequence_that_is_cut_off_fails_with_the_messages_last_octet(string hex)
    {
        var frame = ClientFrame.Frame(0x81, Convert.FromHexString(hex));

        AssertFailsExactlyWith(frame.AsSpan(0, frame.Length - 1), frame[^1]);
    }

    [Fact]
    public void A_sequence_that_is_cut_off_fails_with_an_empty_last_fragment()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x01, [0xE2, 0x82]));
        Assert.Empty(conversation.Happened);

        Assert.Equal(["Violated 1007 invalid_utf8"], conversation.Receive(ClientFrame.Frame(0x80, [])).Happened);
    }

    [Fact]
    public void A_character_may_be_spread_over_fragments() => Assert.Equal(
        ["Text \u00e2\u0082\u00ac"],
        Conversation.Open().Receive(ClientFrame.Frame(0x01, [0xE2, 0x82])).Receive(ClientFrame.Frame(0x80, [0xAC])).Happened);

    [Fact]
    public void The_next_message_begins_anew()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Binary([0xE2, 0x82])).Receive(ClientFrame.Text("\u20ac"));

        Assert.Null(conversation.Violation);
    }

    [Fact]
    public void Binary_data_is_never_judged() =>
        Assert.Null(Conversation.Open().Receive(ClientFrame.Binary([0xFF, 0xC0, 0x80])).Violation);

    [Fact]
    public void It_is_judged_after_our_own_close_too()
    {
        var conversation = Conversation.Open().Close(CloseCode.GoingAway).Receive(ClientFrame.Frame(0x81, [0xFF]));

        Assert.Equal(["Violated 1007 invalid_utf8"], conversation.Happened);
    }

    private static void AssertFailsExactlyWith(ReadOnlySpan<byte> before, byte bad)
    {
        var conversation = Conversation.Open().ReceiveOctetWise(before);
        Assert.Empty(conversation.Happened);

        Assert.Equal(["Violated 1007 invalid_utf8"], conversation.Receive([bad]).Happened);
    }
}
