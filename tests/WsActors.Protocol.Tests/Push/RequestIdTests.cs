using System.Text;
using System.Text.Json;
using CsCheck;
using WsActors.Protocol.Clients;

namespace WsActors.Protocol.Tests.Push;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("-1.5e3")]
    [InlineData("\"abc\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\u00e4\"")]
    public void A_number_or_string_is_kept_as_it_was_written(string literal) => Assert.Equal(literal, Parse(literal)?.Json);

    [Theory]
    [InlineData("")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("01")]
    [InlineData("1 2")]
    [InlineData("\"open")]
    [InlineData("abc")]
    public void Nothing_else_is_an_id(string literal) => Assert.Null(Parse(literal));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_no_id() => Assert.False(RequestId.TryParse([(byte)'"', 0xFF, (byte)'"'], out _));

    [Fact]
    public void At_most_64_characters_are_an_id()
    {
        Assert.NotNull(Parse(new string('1', 64)));
        Assert.Null(Parse(new string('1', 65)));
        Assert.NotNull(Parse($"\"{new string('ü', 62)}\""));
        Assert.Null(Parse($"\"{new string('ü', 63)}\""));
    }

    [Fact]
    public void Equal_literals_are_equal_ids() => Assert.Equal(Parse("\"a\""), Parse("\"a\""));

    [Fact]
    public void The_id_of_a_request_of_our_own_tells_its_number() => Assert.Equal(1999, RequestId.Of(1999).Number);

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("-7")]
    [InlineData("7.0")]
    [InlineData("99999999999")]
    public void Other_ids_have_no_number(string literal) => Assert.Null(Parse(literal)!.Number);

    [Fact]
    public void Any_bytes_are_an_id_that_is_a_JSON_value_or_none() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        if (RequestId.TryParse(bytes, out var id))
            JsonDocument.Parse(id.Json).Dispose();
    });

    private static RequestId? Parse(string literal) =>
        RequestId.TryParse(Encoding.UTF8.GetBytes(literal), out var id) ? id : null;
}
