using System.Text;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc6455;

/// <summary>RFC 6455 §7, the server's side: one test for each MUST, named as its sentence.</summary>
public sealed class Section7_Closing
{
    [Fact]
    public void To_start_the_closing_handshake_an_endpoint_MUST_send_a_Close_with_code_and_reason__RFC6455_7_1_2()
    {
        var frame = Assert.Single(Conversation.Open().Close(CloseCode.GoingAway, "draining").Frames);

        Assert.Equal((ushort?)1001, frame.CloseCode);
        Assert.Equal("draining", Encoding.UTF8.GetString(frame.Payload.AsSpan(2)));
    }

    [Fact]
    public void Once_a_Close_has_been_sent_and_received_the_connection_is_to_be_closed__RFC6455_7_1_2() =>
        Assert.Equal(SessionState.Closed, Conversation.Open().Close(CloseCode.GoingAway).Receive(ClientFrame.Close(1001)).State);

    [Fact]
    public void Upon_either_sending_or_receiving_a_Close_the_handshake_is_started_and_the_state_is_CLOSING__RFC6455_7_1_3()
    {
        var conversation = Conversation.Open().Close(CloseCode.GoingAway);

        Assert.True(!conversation.State.CanSend() && conversation.State.CanReceive());
    }

    [Fact]
    public void The_close_code_is_the_one_in_the_first_Close_received__RFC6455_7_1_5() => Assert.Equal((ushort?)4001, Conversation.Open().Receive([.. ClientFrame.Close(4001), .. ClientFrame.Close(1000)]).Closed?.Code.Value);

    [Fact]
    public void Without_a_code_in_the_Close_it_is_considered_to_be_1005__RFC6455_7_1_5() =>
        Assert.Equal((ushort?)1005, Conversation.Open().Receive(ClientFrame.Close()).Closed?.Code.Value);

    [Fact]
    public void The_close_reason_is_the_UTF8_behind_the_code_or_empty__RFC6455_7_1_6()
    {
        Assert.Equal("caf\u00e9", Conversation.Open().Receive(ClientFrame.Close(1000, "caf\u00e9")).Closed?.Reason);
        Assert.Equal("", Conversation.Open().Receive(ClientFrame.Close(1000)).Closed?.Reason);
    }

    [Fact]
    public void An_endpoint_that_fails_the_connection_sends_a_Close_with_an_appropriate_code__RFC6455_7_1_7()
    {
        Assert.Equal((ushort?)1002, FailureCodeOf(ClientFrame.Frame(0x83, [])));
        Assert.Equal((ushort?)1007, FailureCodeOf(ClientFrame.Frame(0x81, [0xFF])));
        Assert.Equal((ushort?)1009, FailureCodeOf(ClientFrame.Header(0x82, 1UL << 40)));
    }

    [Fact]
    public void It_MUST_NOT_process_data_from_the_peer_any_more_also_not_a_Close__RFC6455_7_1_7()
    {
        var conversation = Conversation.Open()
            .Receive([.. ClientFrame.Frame(0x83, []), .. ClientFrame.Text("late"), .. ClientFrame.Ping([]), .. ClientFrame.Close(1000)]);

        Assert.Equal(["Violated 1002 reserved_opcode"], conversation.Happened);
        Assert.Single(conversation.Frames);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    public void Codes_0_to_999_are_not_used__RFC6455_7_4_2(ushort code) => IsRefused(code);

    [Theory]
    [InlineData(1004)]
    [InlineData(1016)]
    [InlineData(2999)]
    public void Reserved_codes_of_1000_to_2999_are_not_used__RFC6455_7_4_1_7_4_2(ushort code) => IsRefused(code);

    [Theory]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    public void These_MUST_NOT_be_set_as_a_status_code_in_a_Close__RFC6455_7_4_1(ushort code) => IsRefused(code);

    [Fact]
    public void The_server_does_not_send_1005_either__RFC6455_7_4_1()
    {
        var frame = Assert.Single(Conversation.Open().Close(CloseCode.NoStatus).Frames);

        Assert.Empty(frame.Payload);
    }

    [Fact]
    public void The_server_does_not_send_1006_either__RFC6455_7_4_1() =>
        Assert.Throws<ArgumentException>(() => Conversation.Open().Close(CloseCode.Abnormal));

    [Theory]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public void Codes_of_3000_to_4999_are_for_libraries_and_private_use__RFC6455_7_4_2(ushort code) =>
        Assert.Equal((ushort?)code, Conversation.Open().Receive(ClientFrame.Close(code)).Closed?.Code.Value);

    private static int? FailureCodeOf(byte[] bytes) => Assert.Single(Conversation.Open().Receive(bytes).Frames).CloseCode;

    private static void IsRefused(ushort code) =>
        Assert.Equal(Violations.InvalidCloseCode, Conversation.Open().Receive(ClientFrame.Close(code)).Violation);
}
