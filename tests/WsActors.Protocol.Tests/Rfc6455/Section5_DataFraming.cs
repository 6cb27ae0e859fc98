using System.Text;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc6455;

/// <summary>RFC 6455 §5, the server's side: one test for each MUST, named as its sentence.</summary>
public sealed class Section5_DataFraming
{
    private static readonly byte[] SixteenBitZero = [0x82, 0xFE, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x82)]
    [InlineData(0x01)]
    [InlineData(0x88)]
    [InlineData(0x89)]
    [InlineData(0x8A)]
    public void The_server_MUST_close_the_connection_upon_receiving_a_frame_that_is_not_masked__RFC6455_5_1(byte first) =>
        Fails([first, 0x00], Violations.Unmasked);

    [Fact]
    public void An_unmasked_continuation_is_no_exception__RFC6455_5_1() =>
        Fails([.. ClientFrame.Frame(0x01, "a"u8), 0x80, 0x01, (byte)'b'], Violations.Unmasked);

    [Fact]
    public void A_server_MUST_NOT_mask_any_frames_that_it_sends_to_the_client__RFC6455_5_1()
    {
        var conversation = Conversation.Open()
            .Receive(ClientFrame.Text("hello")).Receive(ClientFrame.Ping("x"u8)).Receive(ClientFrame.Close(1000));

        // Reading them throws where one is masked.
        Assert.Equal([Opcode.Text, Opcode.Pong, Opcode.Close], conversation.Frames.Select(frame => frame.Opcode));
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x20)]
    [InlineData(0x10)]
    [InlineData(0x70)]
    public void A_reserved_bit_that_no_extension_defines_MUST_fail_the_connection__RFC6455_5_2(byte bits)
    {
        foreach (var first in new byte[] { 0x81, 0x82, 0x01, 0x88, 0x89, 0x8A })
            Fails(ClientFrame.Frame((byte)(first | bits), []), Violations.ReservedBits);
    }

    [Theory]
    [InlineData(0x3)]
    [InlineData(0x4)]
    [InlineData(0x5)]
    [InlineData(0x6)]
    [InlineData(0x7)]
    [InlineData(0xB)]
    [InlineData(0xC)]
    [InlineData(0xD)]
    [InlineData(0xE)]
    [InlineData(0xF)]
    public void If_an_unknown_opcode_is_received_the_endpoint_MUST_fail_the_connection__RFC6455_5_2(byte opcode) =>
        Fails(ClientFrame.Frame((byte)(0x80 | opcode), []), Violations.ReservedOpcode);

    [Fact]
    public void The_minimal_number_of_bytes_MUST_be_used_to_encode_the_length__RFC6455_5_2()
    {
        Fails(SixteenBitZero, Violations.LengthNotMinimal);
        Fails([0x82, 0xFE, 0, 125, 0, 0, 0, 0], Violations.LengthNotMinimal);
        Fails([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], Violations.LengthNotMinimal);
        Fails([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0], Violations.LengthNotMinimal);
    }

    [Fact]
    public void The_most_significant_bit_of_a_64_bit_length_MUST_be_0__RFC6455_5_2() =>
        Fails([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Violations.LengthTooLarge);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Lengths_of_7_16_and_64_bits_are_in_network_byte_order__RFC6455_5_2(int length) => Assert.Equal(
        length, Assert.Single(Conversation.Open().Receive(ClientFrame.Binary(new byte[length])).Frames).Payload.Length);

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(255, 255, 255, 255)]
    [InlineData(1, 2, 3, 4)]
    [InlineData(0, 0, 0, 1)]
    public void Any_masking_key_unmasks_octet_by_octet_modulo_4__RFC6455_5_3(byte a, byte b, byte c, byte d)
    {
        byte[] key = [a, b, c, d];
        var masked = "hello, world"u8.ToArray().Select((value, i) => (byte)(value ^ key[i % 4]));

        Assert.Equal(["Text hello, world"], Conversation.Open().Receive([0x81, 0x80 | 12, .. key, .. masked]).Happened);
    }

    [Fact]
    public void Each_frame_has_a_key_of_its_own__RFC6455_5_3() => Assert.Equal(
        ["Text ab"],
        Conversation.Open().Receive([0x01, 0x81, 1, 1, 1, 1, (byte)'a' ^ 1, 0x80, 0x81, 2, 2, 2, 2, (byte)'b' ^ 2]).Happened);

    [Fact]
    public void An_unfragmented_message_is_one_frame_with_FIN_and_an_opcode__RFC6455_5_4() =>
        Assert.Equal(["Text a"], Conversation.Open().Receive(ClientFrame.Text("a")).Happened);

    [Fact]
    public void A_fragmented_message_is_an_opcode_then_continuations_then_FIN__RFC6455_5_4() => Assert.Equal(
        ["Text abc"],
        Conversation.Open().Receive([.. First("a"), .. Next("b"), .. Last("c")]).Happened);

    [Fact]
    public void A_continuation_of_nothing_fails_the_connection__RFC6455_5_4()
    {
        Fails(Last("a"), Violations.ContinuationOfNothing);
        Fails(Next("a"), Violations.ContinuationOfNothing);
        Fails([.. First("a"), .. Last("b"), .. Last("c")], Violations.ContinuationOfNothing, after: 1);
        Fails([.. ClientFrame.Text("a"), .. Last("b")], Violations.ContinuationOfNothing, after: 1);
    }

    [Fact]
    public void The_fragments_of_one_message_MUST_NOT_be_interleaved_with_another_message__RFC6455_5_4()
    {
        Fails([.. First("a"), .. ClientFrame.Text("b")], Violations.ExpectedContinuation);
        Fails([.. First("a"), .. First("b")], Violations.ExpectedContinuation);
        Fails([.. First("a"), .. ClientFrame.Binary([])], Violations.ExpectedContinuation);
    }

    [Fact]
    public void Control_frames_MUST_NOT_be_fragmented__RFC6455_5_4()
    {
        foreach (var opcode in new byte[] { 0x08, 0x09, 0x0A })
            Fails(ClientFrame.Frame(opcode, []), Violations.FragmentedControl);
    }

    [Fact]
    public void Fragments_MUST_be_delivered_in_the_order_sent__RFC6455_5_4()
    {
        var conversation = Conversation.Open().Receive(First("0"));
        for (var i = 1; i < 100; i++)
            conversation.Receive(Next($",{i}"));
        conversation.Receive(Last(""));

        Assert.Equal(string.Join(',', Enumerable.Range(0, 100)), Encoding.UTF8.GetString(Assert.Single(conversation.Frames).Payload));
    }

    [Fact]
    public void An_endpoint_MUST_be_capable_of_handling_control_frames_in_the_middle_of_a_message__RFC6455_5_4() => Assert.Equal(
        ["Ping 1", "Pong 2", "Text ab"],
        Conversation.Open().Receive([.. First("a"), .. ClientFrame.Ping("1"u8), .. ClientFrame.Pong("2"u8), .. Last("b")]).Happened);

    [Fact]
    public void Fragments_may_be_of_any_size_also_empty__RFC6455_5_4()
    {
        Assert.Equal(["Text "], Conversation.Open().Receive([.. First(""), .. Next(""), .. Last("")]).Happened);
        Assert.Equal(["Text a"], Conversation.Open().Receive([.. First(""), .. Next("a"), .. Last("")]).Happened);
    }

    [Fact]
    public void All_fragments_are_of_the_type_that_the_first_one_sets__RFC6455_5_4() => Assert.Equal(
        [new ServerFrame(Opcode.Binary, [0xFF, 0xFE])],
        Conversation.Open().Receive([.. ClientFrame.Frame(0x02, [0xFF]), .. ClientFrame.Frame(0x80, [0xFE])]).Frames);

    [Fact]
    public void Control_frames_MUST_have_a_payload_of_125_bytes_or_less__RFC6455_5_5()
    {
        foreach (var first in new byte[] { 0x88, 0x89, 0x8A })
            Fails(ClientFrame.Frame(first, new byte[126]), Violations.ControlTooLong);
        Assert.Null(Conversation.Open().Receive(ClientFrame.Ping(new byte[125])).Violation);
    }

    [Fact]
    public void The_body_of_a_Close_MUST_begin_with_a_2_byte_code__RFC6455_5_5_1() =>
        Fails(ClientFrame.Frame(0x88, [3]), Violations.ClosePayloadOfOneByte);

    [Fact]
    public void The_application_MUST_NOT_send_any_more_data_after_a_Close__RFC6455_5_5_1()
    {
        Assert.False(Conversation.Open().Close(CloseCode.Normal).State.CanSend());
        Assert.False(Conversation.Open().Receive(ClientFrame.Close(1000)).State.CanSend());
    }

    [Fact]
    public void An_endpoint_that_receives_a_Close_and_sent_none_MUST_send_one_in_response__RFC6455_5_5_1() => Assert.Equal(
        (ushort?)1001, Assert.Single(Conversation.Open().Receive(ClientFrame.Close(1001)).Frames).CloseCode);

    [Fact]
    public void After_both_sending_and_receiving_a_Close_the_connection_is_closed_and_TCP_MUST_be__RFC6455_5_5_1()
    {
        Assert.True(Conversation.Open().Receive(ClientFrame.Close(1000)).State.IsOver());
        Assert.True(Conversation.Open().Close(CloseCode.Normal).Receive(ClientFrame.Close(1000)).State.IsOver());
    }

    [Fact]
    public void Upon_receipt_of_a_Ping_an_endpoint_MUST_send_a_Pong__RFC6455_5_5_2() => Assert.Equal(
        [new ServerFrame(Opcode.Pong, [])], Conversation.Open().Receive(ClientFrame.Ping([])).Frames);

    [Fact]
    public void Unless_it_already_received_a_Close__RFC6455_5_5_2() => Assert.Equal(
        [Opcode.Close],
        Conversation.Open().Receive([.. ClientFrame.Close(1000), .. ClientFrame.Ping([])]).Frames.Select(frame => frame.Opcode));

    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    public void A_Pong_must_have_identical_application_data__RFC6455_5_5_3(int length)
    {
        var data = Enumerable.Range(0, length).Select(i => (byte)(255 - i)).ToArray();

        Assert.Equal([new ServerFrame(Opcode.Pong, data)], Conversation.Open().ReceiveOctetWise(ClientFrame.Ping(data)).Frames);
    }

    [Fact]
    public void A_response_to_an_unsolicited_Pong_is_not_expected__RFC6455_5_5_3() =>
        Assert.Empty(Conversation.Open().Receive(ClientFrame.Pong("unasked"u8)).Frames);

    [Fact]
    public void A_frame_may_hold_a_partial_UTF8_sequence_but_the_whole_message_MUST_be_valid__RFC6455_5_6()
    {
        Assert.Null(Conversation.Open().Receive([.. ClientFrame.Frame(0x01, [0xC3]), .. ClientFrame.Frame(0x80, [0xA9])]).Violation);
        Fails([.. ClientFrame.Frame(0x01, [0xC3]), .. ClientFrame.Frame(0x80, [0xC3])], Violations.InvalidUtf8);
    }

    [Fact]
    public void Binary_data_is_arbitrary__RFC6455_5_6()
    {
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        Assert.Equal([new ServerFrame(Opcode.Binary, all)], Conversation.Open().Receive(ClientFrame.Binary(all)).Frames);
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58 }, "Text Hello")]
    [InlineData(new byte[] { 0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58 }, "Ping Hello")]
    [InlineData(new byte[] { 0x8A, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58 }, "Pong Hello")]
    public void The_RFCs_own_masked_examples__RFC6455_5_7(byte[] bytes, string expected) =>
        Assert.Equal([expected], Conversation.Open().Receive(bytes).Happened);

    private static byte[] First(string text) => ClientFrame.Frame(0x01, Encoding.UTF8.GetBytes(text));

    private static byte[] Next(string text) => ClientFrame.Frame(0x00, Encoding.UTF8.GetBytes(text));

    private static byte[] Last(string text) => ClientFrame.Frame(0x80, Encoding.UTF8.GetBytes(text));

    private static void Fails(byte[] bytes, Violation violation, int after = 0)
    {
        var conversation = Conversation.Open().Receive(bytes);

        Assert.Equal(violation, conversation.Violation);
        Assert.Equal(after + 1, conversation.Frames.Count);
        Assert.Equal((ushort?)violation.Code.Value, conversation.Frames[^1].CloseCode);
        Assert.True(conversation.State.IsOver());
    }
}
