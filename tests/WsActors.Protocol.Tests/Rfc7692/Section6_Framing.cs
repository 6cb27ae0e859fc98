using System.Text;
using WsActors.Protocol.Tests.Compression;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc7692;

/// <summary>RFC 7692 §6: the "Per-Message Compressed" bit.</summary>
public sealed class Section6_Framing
{
    private static readonly byte[] Hello = ClientDeflater.Once("Hello");

    [Fact]
    public void First_frame_with_RSV1_begins_a_compressed_message__RFC7692_6() =>
        Assert.Equal(["text Hello"], After(ClientFrame.Frame(0xC1, Hello)));

    [Fact]
    public void Message_without_RSV1_is_not_compressed_even_though_it_was_agreed__RFC7692_6() =>
        Assert.Equal(["text Hello"], After(ClientFrame.Text("Hello")));

    [Fact]
    public void RSV1_without_an_agreement_is_a_protocol_error__RFC7692_6() => Assert.Equal(
        ["violated reserved_bits 1002"],
        new CompressedConversation(offer: null).Feed(ClientFrame.Frame(0xC1, Hello)).Events);

    [Fact]
    public void RSV1_on_a_continuation_is_a_protocol_error__RFC7692_6_1() => Assert.Equal(
        ["violated misplaced_compressed_bit 1002"],
        After([.. ClientFrame.Frame(0x41, Hello.AsSpan(0, 3)), .. ClientFrame.Frame(0xC0, Hello.AsSpan(3))]));

    [Theory]
    [InlineData(0xC8)]
    [InlineData(0xC9)]
    [InlineData(0xCA)]
    public void RSV1_on_a_control_frame_is_a_protocol_error__RFC7692_6_1(byte first) =>
        Assert.Equal(["violated misplaced_compressed_bit 1002"], After(ClientFrame.Frame(first, [])));

    [Theory]
    [InlineData(0xA1)]
    [InlineData(0x91)]
    [InlineData(0xE1)]
    [InlineData(0xD1)]
    public void RSV2_and_RSV3_stay_reserved__RFC6455_5_2(byte first) =>
        Assert.Equal(["violated reserved_bits 1002"], After(ClientFrame.Frame(first, Hello)));

    [Fact]
    public void Fragments_of_a_compressed_message_are_inflated_as_one_stream__RFC7692_6_1() => Assert.Equal(
        ["text Hello"],
        After(
        [
            .. ClientFrame.Frame(0x41, Hello.AsSpan(0, 1)),
            .. ClientFrame.Frame(0x00, Hello.AsSpan(1, 3)),
            .. ClientFrame.Frame(0x80, Hello.AsSpan(4)),
        ]));

    [Fact]
    public void Ping_between_compressed_fragments_is_answered_and_disturbs_nothing__RFC7692_6_1() => Assert.Equal(
        ["ping 0102", "text Hello"],
        After(
        [
            .. ClientFrame.Frame(0x41, Hello.AsSpan(0, 3)),
            .. ClientFrame.Ping([1, 2]),
            .. ClientFrame.Frame(0x80, Hello.AsSpan(3)),
        ]));

    [Fact]
    public void Empty_first_fragment_with_RSV1_makes_the_whole_message_compressed__RFC7692_6_1() => Assert.Equal(
        ["text Hello"],
        After([.. ClientFrame.Frame(0x41, []), .. ClientFrame.Frame(0x00, Hello), .. ClientFrame.Frame(0x80, [])]));

    [Fact]
    public void Compressed_and_plain_messages_alternate_freely__RFC7692_6() => Assert.Equal(
        ["text Hello", "text plain", "binary 48656C6C6F"],
        After([.. ClientFrame.Frame(0xC1, Hello), .. ClientFrame.Text("plain"), .. ClientFrame.Frame(0xC2, Hello)]));

    [Fact]
    public void Text_is_judged_after_inflating__RFC7692_6_2() => Assert.Equal(
        ["violated invalid_utf8 1007"],
        After(ClientFrame.Frame(0xC1, ClientDeflater.Once([0x48, 0xC3, 0x28]))));

    [Fact]
    public void Invalid_text_fails_while_its_message_is_unfinished__RFC6455_8_1()
    {
        // The first fragment ends with a flush, so that all its text is there.
        using var client = new ClientDeflater();
        byte[] fragment = [.. client.Deflate([0x48, 0xFF]), 0x00, 0x00, 0xFF, 0xFF];

        Assert.Equal(["violated invalid_utf8 1007"], After(ClientFrame.Frame(0x41, fragment)));
    }

    [Fact]
    public void Character_that_is_cut_between_fragments_is_whole__RFC7692_6_2()
    {
        using var client = new ClientDeflater();
        var euro = Encoding.UTF8.GetBytes("€");
        byte[] first = [.. client.Deflate(euro.AsSpan(0, 1)), 0x00, 0x00, 0xFF, 0xFF];

        Assert.Equal(["text €"], After([.. ClientFrame.Frame(0x41, first), .. ClientFrame.Frame(0x80, client.Deflate(euro.AsSpan(1)))]));
    }

    [Fact]
    public void Text_that_ends_within_a_character_is_refused__RFC6455_8_1() => Assert.Equal(
        ["violated invalid_utf8 1007"], After(ClientFrame.Frame(0xC1, ClientDeflater.Once([0x48, 0xE2, 0x82]))));

    private static IReadOnlyList<string> After(ReadOnlySpan<byte> bytes) => new CompressedConversation().Feed(bytes).Events;
}
