using System.IO.Compression;
using WsActors.Protocol.Tests.Compression;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Session;

/// <summary>The bytes that a session reports for a peer that has not finished what it began.</summary>
public sealed class HeldBytesTests
{
    [Fact]
    public void Whole_messages_hold_nothing()
    {
        var session = Conversation.Open().Receive([.. ClientFrame.Text("one"), .. ClientFrame.Binary(new byte[5000])]).Session;

        Assert.Equal((0, false), (session.HeldBytes, session.IsMidMessage));
    }

    [Fact]
    public void A_fragment_holds_its_bytes_until_the_message_ends()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x02, new byte[1000]));
        Assert.InRange(conversation.Session.HeldBytes, 1000, 4000);
        Assert.True(conversation.Session.IsMidMessage);

        conversation.Receive(ClientFrame.Frame(0x80, []));
        Assert.Equal((0, false), (conversation.Session.HeldBytes, conversation.Session.IsMidMessage));
    }

    [Fact]
    public void A_frame_that_announces_more_than_it_brings_counts_with_the_whole_buffer_that_waits_for_it()
    {
        var session = Conversation.Open().Receive(ClientFrame.Binary(new byte[60_000]).AsSpan(0, 1008)).Session;

        Assert.InRange(session.HeldBytes, 60_000, 70_000);
    }

    [Fact]
    public void A_header_alone_holds_nothing_but_is_the_beginning_of_a_message()
    {
        var session = Conversation.Open().Receive(ClientFrame.Header(0x82, 1000)).Session;

        Assert.Equal((0, true), (session.HeldBytes, session.IsMidMessage));
    }

    [Fact]
    public void A_compressed_fragment_counts_with_what_it_inflates_to_and_its_inflater()
    {
        var conversation = new CompressedConversation().Feed(ClientFrame.Frame(0x42, Deflated(500_000)));

        Assert.InRange(conversation.Session.HeldBytes, 500_000 + 32_768, 1_100_000);
    }

    [Fact]
    public void A_compressed_message_holds_nothing_when_it_has_ended()
    {
        var conversation = new CompressedConversation().Feed(ClientFrame.Frame(0xC2, Deflated(500_000)));

        Assert.Equal((0, false), (conversation.Session.HeldBytes, conversation.Session.IsMidMessage));
    }

    [Fact]
    public void An_inflater_that_keeps_the_clients_context_does_not_count_between_messages()
    {
        var conversation = new CompressedConversation(clientKeeps: true).Feed(ClientFrame.Frame(0xC2, Deflated(1000)));

        Assert.Equal(0, conversation.Session.HeldBytes);
    }

    [Fact]
    public void Nothing_is_held_once_the_server_has_begun_to_close()
    {
        var conversation = Conversation.Open().Receive(ClientFrame.Frame(0x02, new byte[1000])).Close(CloseCode.TryAgainLater);
        conversation.Receive(ClientFrame.Frame(0x00, new byte[1000]));

        Assert.Equal((0, false), (conversation.Session.HeldBytes, conversation.Session.IsMidMessage));
    }

    [Fact]
    public void An_unfinished_request_holds_about_what_has_come_of_it()
    {
        var conversation = new Conversation().Receive("GET / HTTP/1.1\r\nHost: localhost\r\n");
        Assert.InRange(conversation.Session.HeldBytes, 33, 256);

        conversation.Receive("\r\n");
        Assert.Equal(0, conversation.Session.HeldBytes);
    }

    private static byte[] Deflated(int zeros)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal))
            deflate.Write(new byte[zeros]);
        return output.ToArray();
    }
}
