using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Tests.Admin;

public sealed class BodyTypeTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    [InlineData("application/cloudevents+json; charset=utf8")]
    public void Json_in_UTF8_is_json(string header) => Assert.True(Read(header)?.IsJson);

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded; charset=windows-1252")]
    public void Text_and_json_in_another_charset_are_refused_and_not_guessed_at(string header)
    {
        Assert.False(BodyType.TryRead(header, out _, out var problem));
        Assert.Equal(StatusCodes.Status415UnsupportedMediaType, ((IStatusCodeHttpResult)problem).StatusCode);
    }

    [Fact]
    public void What_is_binary_has_no_charset_to_be_wrong() => Assert.NotNull(Read("image/svg+xml; charset=utf-16"));

    [Theory]
    [InlineData("application/json", "text/plain")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json, text/plain")]
    [InlineData("json")]
    [InlineData("")]
    public void A_header_that_is_not_one_media_type_is_refused__RFC9110_8_3(params string[] headers)
    {
        Assert.False(BodyType.TryRead(new StringValues(headers), out _, out var problem));
        Assert.Equal(StatusCodes.Status400BadRequest, ((IStatusCodeHttpResult)problem).StatusCode);
    }

    [Fact]
    public void Without_the_header_a_body_is_binary()
    {
        Assert.True(BodyType.TryRead(StringValues.Empty, out var type, out _));
        Assert.False(type.IsJson || type.IsText || type.MayBeText);
    }

    private static BodyType? Read(string header) => BodyType.TryRead(header, out var type, out _) ? type : null;
}
