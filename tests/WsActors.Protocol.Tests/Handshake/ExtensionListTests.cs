using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Handshake;

public sealed class ExtensionListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" , ,", "")]
    [InlineData("foo", "foo")]
    [InlineData("foo, bar;baz=2", "foo | bar;baz=2")]
    [InlineData("foo;bar, foo;bar", "foo;bar | foo;bar")]
    [InlineData("\tfoo ; bar = 1 ;  baz,bar", "foo;bar=1;baz | bar")]
    [InlineData("foo; bar=\"a\"", "foo;bar=a")]
    [InlineData("foo; bar=\"\\a\\b\" ; c", "foo;bar=ab;c")]
    public void Reads_extensions_with_their_parameters__RFC6455_9_1(string header, string expected) => Assert.Equal(expected, Read(header));

    [Theory]
    [InlineData(";")]
    [InlineData("foo;")]
    [InlineData("foo;;bar")]
    [InlineData("foo bar")]
    [InlineData("foo=1")]
    [InlineData("foo; bar=")]
    [InlineData("foo; bar=,")]
    [InlineData("foo; =1")]
    [InlineData("foo; bar=1=2")]
    [InlineData("foo; bar=\"")]
    [InlineData("foo; bar=\"a")]
    [InlineData("foo; bar=\"a\\")]
    [InlineData("foo; bar=\"\"")]
    [InlineData("foo; bar=\"a b\"")]
    [InlineData("foo; bar=\"a,b\"")]
    [InlineData("foo; bar=\"a\"b")]
    [InlineData("\"foo\"")]
    [InlineData("f(o)o")]
    [InlineData("fóo")]
    public void Refuses_what_breaks_the_grammar__RFC6455_9_1(string header) => Assert.Null(Read(header));

    [Fact]
    public void Several_headers_are_one_list__RFC6455_9_1() => Assert.Equal("a | b;c | d", Read("a, b;c", "d"));

    private static string? Read(params string[] headers) => ExtensionList.TryParse(headers, out var offers)
        ? string.Join(" | ", offers.Select(offer => string.Join(';', [offer.Name, .. offer.Parameters.Select(Text)])))
        : null;

    private static string Text(ExtensionParameter parameter) =>
        parameter.Value is null ? parameter.Name : $"{parameter.Name}={parameter.Value}";
}
