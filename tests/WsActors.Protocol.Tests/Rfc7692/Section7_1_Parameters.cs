using WsActors.Protocol.Tests.Compression;

namespace WsActors.Protocol.Tests.Rfc7692;

/// <summary>RFC 7692 §7.1: the four parameters of an offer, and when an offer is declined.</summary>
public sealed class Section7_1_Parameters
{
    [Theory]
    [InlineData("unknown_parameter")]
    [InlineData("server_max_window_bit=10")]
    [InlineData("SERVER_NO_CONTEXT_TAKEOVER")]
    public void Offer_with_a_parameter_not_defined_for_it_is_declined__RFC7692_7_1(string parameter) => AssertDeclined(parameter);

    [Theory]
    [InlineData("server_no_context_takeover; server_no_context_takeover")]
    [InlineData("client_no_context_takeover; client_no_context_takeover")]
    [InlineData("server_max_window_bits=10; server_max_window_bits=10")]
    [InlineData("client_max_window_bits; client_max_window_bits=10")]
    public void Offer_with_one_parameter_twice_is_declined__RFC7692_7_1(string parameters) => AssertDeclined(parameters);

    [Theory]
    [InlineData("server_no_context_takeover=1")]
    [InlineData("server_no_context_takeover=true")]
    public void Server_no_context_takeover_has_no_value__RFC7692_7_1_1_1(string parameter) => AssertDeclined(parameter);

    [Theory]
    [InlineData("client_no_context_takeover=1")]
    [InlineData("client_no_context_takeover=false")]
    public void Client_no_context_takeover_has_no_value__RFC7692_7_1_1_2(string parameter) => AssertDeclined(parameter);

    [Theory]
    [InlineData("server_max_window_bits")]
    [InlineData("server_max_window_bits=7")]
    [InlineData("server_max_window_bits=16")]
    [InlineData("server_max_window_bits=08")]
    [InlineData("server_max_window_bits=010")]
    [InlineData("server_max_window_bits=0")]
    [InlineData("server_max_window_bits=100")]
    [InlineData("server_max_window_bits=-9")]
    [InlineData("server_max_window_bits=+9")]
    [InlineData("server_max_window_bits=9.0")]
    [InlineData("server_max_window_bits=0x9")]
    [InlineData("server_max_window_bits=ten")]
    public void Server_max_window_bits_is_a_number_from_8_to_15__RFC7692_7_1_2_1(string parameter) => AssertDeclined(parameter);

    [Theory]
    [InlineData("client_max_window_bits=7")]
    [InlineData("client_max_window_bits=16")]
    [InlineData("client_max_window_bits=09")]
    [InlineData("client_max_window_bits=1")]
    [InlineData("client_max_window_bits=1A")]
    public void Client_max_window_bits_is_a_number_from_8_to_15__RFC7692_7_1_2_2(string parameter) => AssertDeclined(parameter);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 9)]
    [InlineData(10, 9)]
    [InlineData(11, 9)]
    [InlineData(12, 12)]
    [InlineData(13, 12)]
    [InlineData(14, 12)]
    [InlineData(15, 15)]
    public void Server_max_window_bits_is_accepted_by_the_same_or_a_smaller_value__RFC7692_7_1_2_1(int asked, int answered) => Assert.Contains(
        $"; server_max_window_bits={answered}", Answer($"server_max_window_bits={asked}"), StringComparison.Ordinal);

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public void Client_max_window_bits_with_a_value_is_said_back__RFC7692_7_1_2_2(int bits) => Assert.Contains(
        $"; client_max_window_bits={bits}", Answer($"client_max_window_bits={bits}"), StringComparison.Ordinal);

    [Fact]
    public void Client_max_window_bits_without_a_value_needs_no_answer__RFC7692_7_1_2_2() =>
        Assert.DoesNotContain("client_max_window_bits", Answer("client_max_window_bits"), StringComparison.Ordinal);

    [Fact]
    public void Client_that_did_not_offer_to_be_limited_is_not__RFC7692_7_1_2_2() =>
        Assert.DoesNotContain("client_max_window_bits", Answer("server_max_window_bits=9"), StringComparison.Ordinal);

    [Fact]
    public void Client_that_did_not_ask_for_a_window_is_told_none__RFC7692_7_1_2_1() =>
        Assert.DoesNotContain("server_max_window_bits", Answer("client_max_window_bits=9"), StringComparison.Ordinal);

    [Theory]
    [InlineData("server_max_window_bits=\"12\"")]
    [InlineData("server_max_window_bits=\"1\\2\"")]
    [InlineData("server_max_window_bits = 12")]
    public void Value_may_be_a_quoted_string__RFC6455_9_1(string parameter) =>
        Assert.Contains("; server_max_window_bits=12", Answer(parameter), StringComparison.Ordinal);

    [Fact]
    public void Quoted_value_is_judged_as_any_other__RFC7692_7_1_2_1() => AssertDeclined("server_max_window_bits=\"010\"");

    [Fact]
    public void Server_keeps_its_context_where_it_may_and_the_client_lets_it__RFC7692_7_1_1_1() => Assert.Equal(
        "permessage-deflate; client_no_context_takeover",
        new CompressedConversation("permessage-deflate", serverKeeps: true).Extensions);

    [Fact]
    public void Server_that_is_asked_to_drop_its_context_says_it_will__RFC7692_7_1_1_1() => Assert.Contains(
        "server_no_context_takeover",
        new CompressedConversation("permessage-deflate; server_no_context_takeover", serverKeeps: true).Extensions,
        StringComparison.Ordinal);

    [Fact]
    public void Server_with_a_small_window_drops_its_context_unasked__RFC7692_7_1_1_1() => Assert.Contains(
        "server_no_context_takeover",
        new CompressedConversation("permessage-deflate; server_max_window_bits=14", serverKeeps: true).Extensions,
        StringComparison.Ordinal);

    [Fact]
    public void Client_keeps_its_context_where_it_may__RFC7692_7_1_1_2() => Assert.Equal(
        "permessage-deflate; server_no_context_takeover",
        new CompressedConversation("permessage-deflate", clientKeeps: true).Extensions);

    [Fact]
    public void Client_that_hints_it_will_drop_its_context_is_taken_at_its_word__RFC7692_7_1_1_2() => Assert.Contains(
        "client_no_context_takeover",
        new CompressedConversation("permessage-deflate; client_no_context_takeover", clientKeeps: true).Extensions,
        StringComparison.Ordinal);

    private static string Answer(string parameters) =>
        new CompressedConversation($"permessage-deflate; {parameters}").Extensions ?? string.Empty;

    private static void AssertDeclined(string parameters) =>
        Assert.Null(new CompressedConversation($"permessage-deflate; {parameters}").Extensions);
}
