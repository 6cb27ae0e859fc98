using System.Text;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;
using WsActors.Testing.Conformance;

namespace WsActors.Server.Tests.Conformance;

/// <summary>What TCP adds to the suite: large answers that wait for their reader, sides that end one by one, and no reset before the close frame.</summary>
[Collection(SharedServer.Name)]
public sealed class EchoLimitTests(SharedServer server)
{
    private const int SixteenMebibytes = 16 * 1024 * 1024;

    [Fact]
    public async Task A_message_of_16_MiB_with_more_right_behind_it_is_answered_with_all_of_it()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        var payload = AutobahnCases.Repeat([1, 2, 3], SixteenMebibytes);
        await connection.SendAsync((byte[])[.. ClientFrame.Binary(payload), .. ClientFrame.Ping("p"u8), .. ClientFrame.Text("t"), .. ClientFrame.Close(1000)]);
        await connection.ReceiveToEndAsync();

        Assert.Equal(4, connection.Frames.Count);
        Assert.Contains(new ServerFrame(Opcode.Binary, payload), connection.Frames);
        Assert.Contains(new ServerFrame(Opcode.Pong, "p"u8.ToArray()), connection.Frames);
        Assert.Equal("t", Encoding.UTF8.GetString(connection.Frames[^2].Payload));
        Assert.Equal(1000, connection.Frames[^1].CloseCode);
    }

    [Fact]
    public async Task A_message_of_one_byte_more_than_16_MiB_is_closed_with_1009_on_its_header()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await connection.SendAsync(ClientFrame.Header(0x82, SixteenMebibytes + 1));
        await connection.ReceiveToEndAsync();

        Assert.Equal(1009, Assert.Single(connection.Frames).CloseCode);
    }

    [Fact]
    public async Task More_than_65536_fragments_are_one_message()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        var fragment = ClientFrame.Frame(0x00, "x"u8);
        var middle = Enumerable.Repeat(fragment, 70_000).SelectMany(bytes => bytes);
        await connection.SendAsync((byte[])[.. ClientFrame.Frame(0x01, "x"u8), .. middle, .. ClientFrame.Frame(0x80, "x"u8), .. ClientFrame.Close(1000)]);
        await connection.ReceiveToEndAsync();

        Assert.Equal(70_002, connection.Frames[0].Payload.Length);
    }

    [Fact]
    public async Task The_close_frame_is_read_although_a_megabyte_that_nobody_reads_lay_behind_the_fault()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await connection.SendAsync((byte[])[.. ClientFrame.Text("legal"), .. ClientFrame.Frame(0x83, []), .. new byte[1024 * 1024]]);
        await connection.ReceiveToEndAsync();

        Assert.Equal([Opcode.Text, Opcode.Close], connection.Frames.Select(frame => frame.Opcode));
        Assert.Equal(1002, connection.Frames[^1].CloseCode);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_right_behind_its_close_reads_the_answer()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await connection.SendAsync((byte[])[.. ClientFrame.Text("last words"), .. ClientFrame.Close(1000)]);
        connection.EndSending();
        await connection.ReceiveToEndAsync();

        Assert.Equal([Opcode.Text, Opcode.Close], connection.Frames.Select(frame => frame.Opcode));
    }

    [Fact]
    public async Task A_client_that_ends_its_side_right_behind_a_fault_reads_why()
    {
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await connection.SendAsync((byte[])[.. ClientFrame.Text("legal"), .. ClientFrame.Frame(0x81, [0xFF])]);
        connection.EndSending();
        await connection.ReceiveToEndAsync();

        Assert.Equal(1007, connection.Frames[^1].CloseCode);
    }
}
