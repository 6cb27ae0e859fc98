using System.Net;

namespace WsActors.Server.Tests.Admin;

/// <summary>Calls that would send clients away, with values that make no sense.</summary>
public sealed class DrainFaultTests(AdminServer server) : IClassFixture<AdminServer>
{
    [Theory]
    [InlineData("drain?stop=false&rate=0", "invalid_rate")]
    [InlineData("drain?stop=false&rate=-3", "invalid_rate")]
    [InlineData("drain?stop=false&rate=1000001", "invalid_rate")]
    [InlineData("drain?stop=false&rate=many", "malformed_request")]
    [InlineData("rebalance", "invalid_share")]
    [InlineData("rebalance?share=0", "invalid_share")]
    [InlineData("rebalance?share=1.01", "invalid_share")]
    [InlineData("rebalance?share=NaN", "invalid_share")]
    [InlineData("rebalance?share=half", "malformed_request")]
    [InlineData("rebalance?count=0", "invalid_share")]
    [InlineData("rebalance?count=1&share=1", "invalid_share")]
    [InlineData("rebalance?share=1&rate=0", "invalid_rate")]
    public async Task A_pace_or_a_share_that_makes_no_sense_is_400_and_nobody_is_sent_away(string call, string code)
    {
        (await server.Admin.PostAsync($"/api/node/{call}")).ExpectProblem(HttpStatusCode.BadRequest, code);
        Assert.Equal("none", (await server.Admin.GetAsync("/api/node/drain")).Json.GetProperty("state").GetString());
    }
}
