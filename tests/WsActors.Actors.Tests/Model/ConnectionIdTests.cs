using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Model;

public sealed class ConnectionIdTests
{
    private static readonly NodeId Node = new(0xabcdef);

    [Fact]
    public void An_id_names_its_node()
    {
        var id = ConnectionId.Of(Node, 258);

        Assert.Equal("abcdef0000000102", id.ToString());
        Assert.Equal(Node, id.Node);
        Assert.Equal("abcdef", id.Node.ToString());
    }

    [Fact]
    public void An_id_is_read_from_what_it_is_written_as()
    {
        var id = ConnectionId.Of(Node, 258);

        Assert.True(ConnectionId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    }

    [Fact]
    public void The_ids_of_a_node_are_in_the_order_in_which_its_connections_came() =>
        Assert.True(ConnectionId.Of(Node, 256).CompareTo(ConnectionId.Of(Node, 255)) > 0);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abcdef")]
    [InlineData("abcdef00000001020")]
    [InlineData(" bcdef0000000102")]
    [InlineData("+bcdef0000000102")]
    [InlineData("0xcdef0000000102")]
    [InlineData("ghcdef0000000102")]
    public void What_is_not_16_hexadecimal_digits_is_no_id(string? text) => Assert.False(ConnectionId.TryParse(text, out _));

    [Fact]
    public void Each_start_draws_another_node_id() =>
        Assert.True(Enumerable.Range(0, 100).Select(_ => NodeId.Random()).Distinct().Count() > 90);
}
