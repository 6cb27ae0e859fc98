using WsActors.Protocol.Tests.Compression;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Rfc7692;

/// <summary>RFC 7692 §5: which offer is accepted, and how the answer says so.</summary>
public sealed class Section5_Negotiation
{
    private const string Plain = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Fact]
    public void Without_an_offer_nothing_is_negotiated__RFC7692_5_1() =>
        Assert.Null(new CompressedConversation(offer: null).Extensions);

    [Fact]
    public void Offer_without_parameters_is_accepted__RFC7692_5_1() =>
        Assert.Equal(Plain, new CompressedConversation("permessage-deflate").Extensions);

    [Fact]
    public void First_legal_offer_in_the_clients_order_is_accepted__RFC7692_5_2() => Assert.Equal(
        Plain + "; server_max_window_bits=12",
        new CompressedConversation("permessage-deflate; server_max_window_bits=12, permessage-deflate").Extensions);

    [Fact]
    public void Declined_offer_gives_way_to_the_next_one__RFC7692_5_2() => Assert.Equal(
        Plain, new CompressedConversation("permessage-deflate; use_lz4, permessage-deflate").Extensions);

    [Fact]
    public void Offers_in_several_headers_are_one_list__RFC6455_9_1() => Assert.Equal(
        Plain + "; server_max_window_bits=9",
        new CompressedConversation(
            "x-unknown\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9").Extensions);

    [Fact]
    public void Unknown_extensions_are_passed_over__RFC6455_9_1() =>
        Assert.Equal(Plain, new CompressedConversation("permessage-snappy; level=3, permessage-deflate").Extensions);

    [Fact]
    public void Connection_whose_offers_are_all_declined_goes_on_uncompressed__RFC7692_5_1()
    {
        var conversation = new CompressedConversation("permessage-deflate; server_max_window_bits=16");

        conversation.Feed(ClientFrame.Text("hello"));

        Assert.Equal(["text hello"], conversation.Events);
    }

    [Theory]
    [InlineData("permessage-deflate; server_max_window_bits=\"10")]
    [InlineData("permessage-deflate; =10")]
    [InlineData("permessage-deflate; server_max_window_bits=")]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate server_no_context_takeover")]
    [InlineData("permessage-deflate; server_max_window_bits=\"1 0\"")]
    [InlineData("permessage@deflate")]
    public void Header_that_breaks_the_grammar_fails_the_handshake__RFC6455_9_1(string header) =>
        Assert.Equal(["refused 400"], new CompressedConversation(header).Events);
}
