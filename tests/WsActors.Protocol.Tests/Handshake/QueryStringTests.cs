using WsActors.Protocol.Http;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class QueryStringTests
{
    [Theory]
    [InlineData("since=5&epoch=a", "epoch", "a")]
    [InlineData("since=5&since=6", "since", "5")]
    [InlineData("since", "since", "")]
    [InlineData("since=", "since", "")]
    [InlineData("a%3Db=c%26d", "a=b", "c&d")]
    [InlineData("a=b+c", "a", "b c")]
    [InlineData("a=b=c", "a", "b=c")]
    public void The_first_value_of_a_name_is_told_decoded(string query, string name, string value) =>
        Assert.Equal(value, QueryString.First(query, name));

    [Theory]
    [InlineData("")]
    [InlineData("sinces=5")]
    [InlineData("Since=5")]
    public void A_name_that_is_absent_has_no_value(string query) => Assert.Null(QueryString.First(query, "since"));
}
