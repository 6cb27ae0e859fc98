using WsActors.Protocol.Access;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Access;

public sealed class BearerTokenTests
{
    private static readonly HandshakeRequest Request = new() { Path = "/", Query = "", Host = "localhost", Key = "" };

    [Theory]
    [InlineData("Bearer abc", "", "")]
    [InlineData("bearer  abc ", "", "")]
    [InlineData(null, "since=1&access_token=abc", "")]
    [InlineData(null, "", "bearer.abc")]
    [InlineData(null, "", "Bearer.abc")]
    public void It_comes_in_a_header_the_query_or_a_subprotocol(string? header, string query, string subprotocol)
    {
        var token = BearerToken.Of(With(header, query, subprotocol), out var refusal);

        Assert.Null(refusal);
        Assert.Equal("abc", token?.Text);
    }

    [Theory]
    [InlineData("Bearer abc", "access_token=abc", "")]
    [InlineData("Bearer abc", "", "bearer.abc")]
    [InlineData(null, "access_token=abc", "bearer.abc")]
    public void Several_are_refused_though_they_are_the_same__RFC6750_2(string? header, string query, string subprotocol)
    {
        Assert.Null(BearerToken.Of(With(header, query, subprotocol), out var refusal));
        Assert.Equal((400, "several_tokens"), (refusal!.Status, refusal.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic abc")]
    [InlineData("Bearerabc")]
    public void Without_one_there_is_none(string? header)
    {
        Assert.Null(BearerToken.Of(With(header, "", "wsactors.v1.json"), out var refusal));
        Assert.Null(refusal);
    }

    [Fact]
    public void Neither_it_nor_the_request_shows_it_when_printed()
    {
        var request = With("Bearer secret", "access_token=secret", "bearer.secret");

        Assert.DoesNotContain("secret", $"{request} {new BearerToken("secret")}", StringComparison.Ordinal);
    }

    private static HandshakeRequest With(string? header, string query, string subprotocol) => Request with
    {
        Authorization = header,
        Query = query,
        Subprotocols = [subprotocol],
    };
}
