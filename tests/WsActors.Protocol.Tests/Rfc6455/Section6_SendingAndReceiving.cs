using System.Text;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc6455;

/// <summary>RFC 6455 §6, the server's side: one test for each MUST, named as its sentence.</summary>
public sealed class Section6_SendingAndReceiving
{
    [Fact]
    public void The_endpoint_MUST_ensure_that_the_connection_is_OPEN_to_send__RFC6455_6_1()
    {
        Assert.False(new Conversation().State.CanSend());
        Assert.True(Conversation.Open().State.CanSend());
        Assert.False(Conversation.Open().Receive(ClientFrame.Frame(0x83, [])).State.CanSend());
    }

    [Theory]
    [InlineData(Opcode.Text)]
    [InlineData(Opcode.Binary)]
    public void The_endpoint_MUST_encapsulate_the_data_in_a_frame_and_the_opcode_of_the_first_tells_its_type__RFC6455_6_1(Opcode opcode)
    {
        var data = "data"u8.ToArray();

        Assert.Equal([new ServerFrame(opcode, data)], ServerFrame.ReadAll(FrameWriter.Frame(opcode, data)));
    }

    [Fact]
    public void The_FIN_bit_of_the_last_frame_MUST_be_set__RFC6455_6_1()
    {
        foreach (var length in new[] { 0, 125, 126, 65535, 65536 })
            Assert.Equal(0x80, FrameWriter.Frame(Opcode.Text, new byte[length])[0] & 0x80);
    }

    [Fact]
    public void Incoming_data_MUST_be_parsed_as_frames_whatever_its_cut__RFC6455_6_2()
    {
        byte[] all = [.. ClientFrame.Text("one"), .. ClientFrame.Binary(new byte[300]), .. ClientFrame.Text("two")];
        var whole = Conversation.Open().Receive(all).Happened;

        for (var cut = 0; cut <= all.Length; cut++)
            Assert.Equal(whole, Conversation.Open().Receive(all.AsSpan(0, cut)).Receive(all.AsSpan(cut)).Happened);
    }

    [Fact]
    public void A_control_frame_MUST_be_handled_as_such_wherever_it_comes__RFC6455_6_2() => Assert.Equal(
        ["Ping before", "Ping within", "Text ab", "Ping after"],
        Conversation.Open().Receive(
        [
            .. ClientFrame.Ping("before"u8), .. ClientFrame.Frame(0x01, "a"u8), .. ClientFrame.Ping("within"u8),
            .. ClientFrame.Frame(0x80, "b"u8), .. ClientFrame.Ping("after"u8),
        ]).Happened);

    [Fact]
    public void A_message_has_the_type_of_its_first_frame_and_the_data_of_all__RFC6455_6_2() => Assert.Equal(
        ["Binary abc"],
        Conversation.Open().Receive(
            [.. ClientFrame.Frame(0x02, "a"u8), .. ClientFrame.Frame(0x00, "b"u8), .. ClientFrame.Frame(0x80, "c"u8)]).Happened);

    [Fact]
    public void Subsequent_data_frames_belong_to_a_new_message__RFC6455_6_2() => Assert.Equal(
        ["Text ab", "Binary c"],
        Conversation.Open().Receive(
            [.. ClientFrame.Frame(0x01, "a"u8), .. ClientFrame.Frame(0x80, "b"u8), .. ClientFrame.Binary("c"u8)]).Happened);

    [Fact]
    public void A_server_MUST_remove_masking_for_data_frames_received_from_a_client__RFC6455_6_2() => Assert.Equal(
        "hello", Encoding.UTF8.GetString(Assert.Single(Conversation.Open().Receive(ClientFrame.Text("hello")).Frames).Payload));
}
