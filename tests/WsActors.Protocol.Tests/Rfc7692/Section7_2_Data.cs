using WsActors.Protocol.Tests.Compression;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc7692;

/// <summary>RFC 7692 §7.2: how payloads are compressed and inflated, with the RFC's own examples.</summary>
public sealed class Section7_2_Data
{
    [Theory]
    [InlineData("F248CDC9C90700", "Hello")]
    public void One_block__RFC7692_7_2_3_1(string payload, string text) => AssertText(text, payload);

    [Fact]
    public void Second_message_refers_to_the_first_under_a_kept_context__RFC7692_7_2_3_2() => Assert.Equal(
        ["text Hello", "text Hello"],
        new CompressedConversation(clientKeeps: true)
            .Feed([.. Compressed("F248CDC9C90700"), .. Compressed("F200110000")]).Events);

    [Fact]
    public void Reference_to_an_earlier_message_without_a_kept_context_is_corrupt__RFC7692_7_1_1_2() => Assert.Equal(
        ["text Hello", "violated corrupt_compression 1007"],
        new CompressedConversation()
            .Feed([.. Compressed("F248CDC9C90700"), .. Compressed("F200110000")]).Events);

    [Fact]
    public void Block_without_compression__RFC7692_7_2_3_3() => AssertText("Hello", "000500FAFF48656C6C6F00");

    [Fact]
    public void Final_block__RFC7692_7_2_3_4() => AssertText("Hello", "F348CDC9C9070000");

    [Fact]
    public void Message_goes_on_behind_a_final_block__RFC7692_7_2_3_4() => AssertText("HelloHello", "F348CDC9C90700F348CDC9C9070000");

    [Fact]
    public void Context_outlives_a_final_block__RFC7692_7_2_3_4() => Assert.Equal(
        ["text Hello", "text Hello"],
        new CompressedConversation(clientKeeps: true)
            .Feed([.. Compressed("F348CDC9C9070000"), .. Compressed("F200110000")]).Events);

    [Fact]
    public void Final_block_without_its_padding_is_understood__RFC7692_7_2_3_4() => AssertText("Hello", "F348CDC9C90700");

    [Fact]
    public void Two_blocks__RFC7692_7_2_3_5() => AssertText("Hello", "F248050000 00FFFFCAC9C90700");

    [Fact]
    public void Empty_message__RFC7692_7_2_3_6() => AssertText("", "00");

    [Fact]
    public void Empty_message_as_a_fixed_block__RFC7692_7_2_3_6() => AssertText("", "0200");

    [Fact]
    public void Compressed_message_of_no_bytes_at_all_is_empty__RFC7692_7_2_3_6() => AssertText("", "");

    [Fact]
    public void Tail_that_the_client_left_in_place_is_understood__RFC7692_7_2_1() => AssertText("Hello", "F248CDC9C907000000FFFF");

    [Theory]
    [InlineData("F248CDC9")]
    [InlineData("000500FAFF4865")]
    [InlineData("0005")]
    [InlineData("04")]
    [InlineData("05C0010D")]
    public void Message_that_ends_within_a_block_is_refused__RFC7692_7_2_2(string payload) => Assert.Equal(
        ["violated unfinished_compression 1007"], new CompressedConversation().Feed(Compressed(payload)).Events);

    [Theory]
    [InlineData("07", "the block type is reserved")]
    [InlineData("000500FAFE48656C6C6F00", "LEN and NLEN do not fit")]
    [InlineData("02020000", "a distance reaches before the beginning")]
    [InlineData("FDFFFFFFFFFFFF", "more literals than there are")]
    [InlineData("0400FEFFFFFFFFFFFFFFFF", "the code lengths are no code")]
    public void Payload_that_is_no_DEFLATE_stream_is_refused__RFC7692_7_2_2(string payload, string reason)
    {
        var conversation = new CompressedConversation().Feed(Compressed(payload));

        Assert.True(conversation.Events is ["violated corrupt_compression 1007"], $"{reason}: {string.Join(", ", conversation.Events)}");
    }

    [Fact]
    public void Corrupt_data_fails_before_its_message_has_come_whole() => Assert.Equal(
        ["violated corrupt_compression 1007"],
        new CompressedConversation().Feed(ClientFrame.Frame(0x41, [0x07])).Events);

    private static void AssertText(string text, string payload) =>
        Assert.Equal([$"text {text}"], new CompressedConversation().Feed(Compressed(payload)).Events);

    private static byte[] Compressed(string payload) =>
        ClientFrame.Frame(0xC1, Convert.FromHexString(payload.Replace(" ", "", StringComparison.Ordinal)));
}
