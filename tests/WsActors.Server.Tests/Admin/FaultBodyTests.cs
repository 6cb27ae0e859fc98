using System.Net;
using WsActors.AspNetCore.Admin;
using WsActors.Protocol.Faults;

namespace WsActors.Server.Tests.Admin;

/// <summary>The bodies of requests that inject faults.</summary>
public sealed class FaultBodyTests(AdminServer server) : IClassFixture<AdminServer>
{
    private static readonly CohortModel Everyone = new() { Share = 1 };

    [Fact]
    public async Task A_node_that_is_not_for_tests_injects_nothing_and_says_so()
    {
        (await server.Admin.PostAsync("/api/faults", """{"kind":"delay","cohort":{"share":1},"delayMs":1}""")).ExpectProblem(HttpStatusCode.Forbidden, "fault_injection_off");
        (await server.Admin.DeleteAsync("/api/faults")).ExpectProblem(HttpStatusCode.Forbidden, "fault_injection_off");
        (await server.Admin.DeleteAsync("/api/faults/f1")).ExpectProblem(HttpStatusCode.Forbidden, "fault_injection_off");

        Assert.Equal("""{"enabled":false,"faults":[]}""", (await server.Admin.GetAsync("/api/faults")).Body);
        Assert.Equal("alive\n", (await server.Admin.GetAsync("/healthz")).Body);
    }

    [Theory]
    [InlineData("delay", 500, null, null, null, "share", null)]
    [InlineData("delay", null, null, null, null, "share", "a delay needs delayMs")]
    [InlineData("delay", 0, null, null, null, "share", "delayMs is 0: up to 60000 is allowed")]
    [InlineData("delay", 60001, null, null, null, "share", "delayMs is 60001: up to 60000 is allowed")]
    [InlineData("drop", null, 0.5, null, null, "topic", null)]
    [InlineData("drop", null, 1.5, null, null, "topic", "probability is 1.5: above 0 and up to 1 is allowed")]
    [InlineData("drop", null, 0.0, null, null, "topic", "probability is 0: above 0 and up to 1 is allowed")]
    [InlineData("duplicate", 10, null, null, null, "topic", "delayMs is for a delay or a close")]
    [InlineData("delay", 10, 0.5, null, null, "share", "probability is for a drop or a duplicate")]
    [InlineData("close", null, null, 4100, null, "user", null)]
    [InlineData("close", 0, null, 4100, null, "user", null)]
    [InlineData("close", null, null, null, null, "user", "a close needs closeCode")]
    [InlineData("close", null, null, 1006, null, "user", "code is 1006")]
    [InlineData("drop", null, null, 4100, null, "user", "closeCode is for a close")]
    [InlineData("throttle", null, null, null, 64, "user", null)]
    [InlineData("throttle", null, null, null, 63, "user", "bytesPerSecond is 63: 64 to 100000000 is allowed")]
    [InlineData("throttle", null, null, null, null, "user", "a throttle needs bytesPerSecond")]
    [InlineData("explode", null, null, null, null, "user", "kind is \"explode\"")]
    [InlineData(null, null, null, null, null, "user", "kind is \"\"")]
    public void Each_kind_has_its_own_values(string? kind, int? delay, double? probability, int? code, int? rate, string by, string? fault)
    {
        var cohort = by switch { "share" => Everyone, "user" => new CohortModel { User = "ann" }, _ => new CohortModel { Topic = "news" } };
        var request = new FaultRequest { Kind = kind, Cohort = cohort, DelayMs = delay, Probability = probability, CloseCode = code, BytesPerSecond = rate };

        Expect(request, fault);
    }

    [Theory]
    [InlineData(null, null, null, "cohort needs one of share, user and topic")]
    [InlineData(0.5, "ann", null, "cohort needs one of share, user and topic")]
    [InlineData(0.0, null, null, "share is 0: above 0 and up to 1 is allowed")]
    [InlineData(1.1, null, null, "share is 1.1: above 0 and up to 1 is allowed")]
    [InlineData(double.NaN, null, null, "share is NaN")]
    [InlineData(null, "", null, "user has 0 characters")]
    [InlineData(null, null, "", "a topic name is empty")]
    [InlineData(0.001, null, null, null)]
    public void A_cohort_is_one_of_three(double? share, string? user, string? topic, string? fault) =>
        Expect(new FaultRequest { Kind = "drop", Cohort = new CohortModel { Share = share, User = user, Topic = topic } }, fault);

    [Theory]
    [InlineData(1, null)]
    [InlineData(3600, null)]
    [InlineData(0, "lastsSeconds is 0: 1 to 3600 is allowed")]
    [InlineData(3601, "lastsSeconds is 3601: 1 to 3600 is allowed")]
    public void A_fault_ends_within_an_hour(int seconds, string? fault) =>
        Expect(new FaultRequest { Kind = "drop", Cohort = Everyone, LastsSeconds = seconds }, fault);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"kind":"drop","cohort":{"share":1},"probabilty":0.5}""")]
    [InlineData("""{"kind":"drop","cohort":{"users":"ann"}}""")]
    [InlineData("""{"kind":"delay","cohort":{"share":1},"delayMs":"soon"}""")]
    public void A_body_that_is_not_a_fault_or_is_misspelt_is_refused(string body)
    {
        Assert.False(FaultBody.TryParse(System.Text.Encoding.UTF8.GetBytes(body), out _, out var problem));

        Assert.Equal("malformed_json", Assert.IsType<Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>(problem).ProblemDetails.Extensions["code"]);
    }

    [Fact]
    public void What_is_not_given_has_its_usual_value()
    {
        Assert.True(FaultBody.TryRead(new FaultRequest { Kind = "close", Cohort = Everyone, CloseCode = 4999 }, out var close, out _));
        Assert.True(FaultBody.TryRead(new FaultRequest { Kind = "drop", Cohort = Everyone }, out var drop, out _));

        Assert.Equal((TimeSpan.FromSeconds(1), 4999, TimeSpan.FromMinutes(5)), (close.Delay, close.Code!.Value, close.Lasts));
        Assert.Equal((1.0, FaultKind.Drop), (drop.Probability, drop.Kind));
    }

    private static void Expect(FaultRequest request, string? fault)
    {
        Assert.Equal(fault is null, FaultBody.TryRead(request, out var made, out var problem));
        Assert.Equal(fault is null, made is not null);
        if (fault is not null)
            Assert.Contains(fault, Assert.IsType<Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>(problem).ProblemDetails.Detail, StringComparison.Ordinal);
    }
}
