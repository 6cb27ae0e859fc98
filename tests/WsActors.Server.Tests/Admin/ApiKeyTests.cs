using System.Net;

namespace WsActors.Server.Tests.Admin;

[Trait("Speed", "Slow")]
public sealed class ApiKeyTests
{
    private const string Key = "a-key-of-sixteen+";

    [Fact]
    public async Task Where_keys_are_set_every_call_but_health_needs_one_and_refusals_are_counted()
    {
        await using var server = await RunningServer.StartAsync($"--WsActors:Admin:ApiKeys:0={Key}");
        using var admin = new AdminClient(server.AdminUri);

        foreach (var path in new[] { "/api/node", "/metrics", "/openapi/v1.json", "/api/nothing" })
            (await admin.GetAsync(path)).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await With(admin, "X-API-Key", $"{Key}x")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await With(admin, "Authorization", "Bearer wrong")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await With(admin, "Authorization", $"Basic {Key}")).ExpectProblem(HttpStatusCode.Unauthorized, "unauthorized");

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/healthz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await With(admin, "X-API-Key", Key)).Status);
        var metrics = await With(admin, "Authorization", $"Bearer {Key}", "/metrics");
        Assert.Equal(5, Exposition.Parse(metrics.Body).Value("wsactors_authentication_failures_total", ("cause", "missing_key")));
        Assert.Equal(2, Exposition.Parse(metrics.Body).Value("wsactors_authentication_failures_total", ("cause", "wrong_key")));
    }

    private static Task<AdminAnswer> With(AdminClient admin, string header, string value, string path = "/api/node")
    {
        var request = admin.Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return admin.SendAsync(request);
    }
}
