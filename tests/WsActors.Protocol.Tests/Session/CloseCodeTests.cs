using System.Reflection;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Protocol.Tests.Session;

public sealed class CloseCodeTests
{
    [Fact]
    public void No_two_codes_share_a_name_or_a_value()
    {
        Assert.Distinct(CloseCode.All.Select(code => code.Name));
        Assert.Distinct(CloseCode.All.Select(code => code.Value));
    }

    [Fact]
    public void Each_code_that_has_a_field_is_among_the_named_ones() => Assert.Equal(
        typeof(CloseCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)), CloseCode.All);

    [Fact]
    public void A_named_code_is_found_by_its_value() => Assert.All(CloseCode.All, code => Assert.Same(code, CloseCode.Of(code.Value)));

    [Theory]
    [InlineData(1010, "reserved")]
    [InlineData(2999, "reserved")]
    [InlineData(3000, "registered")]
    [InlineData(3999, "registered")]
    [InlineData(4500, "private")]
    public void Any_other_code_has_the_name_of_its_range_so_that_names_stay_bounded(ushort value, string name) =>
        Assert.Equal(name, CloseCode.Of(value).Name);
}
