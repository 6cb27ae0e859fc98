using WsActors.Testing;


namespace WsActors.Server.Tests.EndToEnd;

/// <summary>
/// Peers that break RFC 6455 are closed with the right code, the log gives the reason, and no other client is affected.
/// </summary>
[Collection(SharedServer.Name)]
public sealed class BadFrameTests(SharedServer server)
{
    [Fact]
    public Task An_unmasked_frame_is_closed_with_1002__RFC6455_5_1() =>
        ExpectViolation([0x81, 0x02, (byte)'h', (byte)'i'], 1002, "unmasked_frame");

    [Theory]
    [InlineData(0xC1)]
    [InlineData(0xA1)]
    [InlineData(0x91)]
    public Task Reserved_bits_are_closed_with_1002__RFC6455_5_2(byte first) =>
        ExpectViolation(ClientFrame.Frame(first, []), 1002, "reserved_bits");

    [Theory]
    [InlineData(0x83)]
    [InlineData(0x87)]
    [InlineData(0x8B)]
    [InlineData(0x8F)]
    public Task Reserved_opcodes_are_closed_with_1002__RFC6455_5_2(byte first) =>
        ExpectViolation(ClientFrame.Frame(first, []), 1002, "reserved_opcode");

    [Fact]
    public Task A_length_of_2_to_the_63_is_closed_with_1002__RFC6455_5_2() =>
        ExpectViolation(ClientFrame.Header(0x82, 1UL << 63), 1002, "length_too_large");

    [Fact]
    public Task A_length_of_2_to_the_63_less_1_is_closed_with_1009_and_nothing_is_kept_for_it() =>
        ExpectViolation(ClientFrame.Header(0x82, (1UL << 63) - 1), 1009, "message_too_big");

    [Fact]
    public Task A_length_that_is_not_in_its_shortest_form_is_closed_with_1002__RFC6455_5_2() =>
        ExpectViolation([0x82, 0xFE, 0, 5, 1, 2, 3, 4], 1002, "length_not_minimal");

    [Fact]
    public Task A_fragmented_ping_is_closed_with_1002__RFC6455_5_5() =>
        ExpectViolation(ClientFrame.Frame(0x09, []), 1002, "fragmented_control_frame");

    [Fact]
    public Task A_ping_of_126_bytes_is_closed_with_1002__RFC6455_5_5() =>
        ExpectViolation(ClientFrame.Ping(new byte[126]), 1002, "control_frame_too_long");

    [Fact]
    public Task A_continuation_of_nothing_is_closed_with_1002__RFC6455_5_4() =>
        ExpectViolation(ClientFrame.Frame(0x80, []), 1002, "continuation_of_nothing");

    [Fact]
    public Task A_new_message_within_a_fragmented_one_is_closed_with_1002__RFC6455_5_4() =>
        ExpectViolation([.. ClientFrame.Frame(0x01, "a"u8), .. ClientFrame.Text("b")], 1002, "expected_continuation");

    [Fact]
    public Task A_close_frame_of_one_byte_is_closed_with_1002__RFC6455_5_5_1() =>
        ExpectViolation(ClientFrame.Frame(0x88, [3]), 1002, "close_payload_of_one_byte");

    [Theory]
    [InlineData(999)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(2999)]
    [InlineData(5000)]
    public Task A_close_code_that_may_not_be_sent_is_closed_with_1002__RFC6455_7_4(ushort code) =>
        ExpectViolation(ClientFrame.Close(code), 1002, "invalid_close_code");

    [Fact]
    public Task Bad_utf8_split_across_frames_is_closed_with_1007__RFC6455_8_1() =>
        ExpectViolation([.. ClientFrame.Frame(0x01, [0xE2, 0x82]), .. ClientFrame.Frame(0x80, [0x28])], 1007, "invalid_utf8");

    [Fact]
    public Task Half_a_character_at_the_end_of_a_message_is_closed_with_1007__RFC6455_8_1() =>
        ExpectViolation(ClientFrame.Frame(0x81, [0xE2, 0x82]), 1007, "invalid_utf8");

    [Fact]
    public Task A_message_over_the_limit_is_closed_with_1009_before_it_has_come() =>
        ExpectViolation(ClientFrame.Header(0x82, 65 * 1024), 1009, "message_too_big");

    [Fact]
    public Task Fragments_that_are_over_the_limit_together_are_closed_with_1009() => ExpectViolation(
        [.. ClientFrame.Frame(0x02, new byte[60_000]), .. ClientFrame.Header(0x00, 60_000)], 1009, "message_too_big");

    private async Task ExpectViolation(byte[] sent, int code, string name)
    {
        using var witness = await Witness.OpenAsync(server.PushUri, server.Admin);
        using var client = await RawClient.OpenAsync(server.PushUri, $"/topics/{witness.Topic}");
        await server.Admin.ExpectSubscribersAsync(witness.Topic, 2);
        await client.SendAsync(sent);

        Assert.Equal(code, await client.ReceiveCloseCodeAsync());
        await server.ExpectLoggedAsync($"from {client.LocalEndPoint}: closed with {code} {name}");
        await witness.ExpectUndisturbedAsync();
    }
}
