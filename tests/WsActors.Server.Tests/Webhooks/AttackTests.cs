using Microsoft.AspNetCore.Http;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>Tests faulty applications, and their effect on the client that asked and on others.</summary>
[Trait("Speed", "Slow")]
public sealed class AttackTests(ApplicationFixture server) : IClassFixture<ApplicationFixture>
{
    public static TheoryData<string> Failures => ["hangs", "replies 500", "replies late", "replies with a huge body", "redirects", "resets"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_subscription_that_is_not_decided_is_refused_for_now_and_nobody_else_notices(string failure)
    {
        await server.ExpectWellAsync();
        using var witness = await Witness.OpenAsync(server.PushUri, server.Admin);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        using var over = new CancellationTokenSource();
        server.Application.Answers((context, post) => post.Type == "wsactors.subscribe" ? FailAsync(failure, context, over.Token) : Task.CompletedTask);
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"room.attacked"}""");
        await witness.HearAsync("meanwhile");

        var answer = await client.ReceiveJsonAsync();
        Assert.Equal(("error", "try_again_later"), (answer.GetProperty("type").GetString(), answer.GetProperty("code").GetString()));

        // What comes late changes nothing: the client is not subscribed behind its back, and may ask again.
        await over.CancelAsync();
        await client.ExpectPongAsync();
        await server.ExpectWellAsync();
        await client.SubscribeAsync("room.attacked");
        await witness.ExpectUndisturbedAsync();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await server.ExpectWellAsync();
        await using var elsewhere = await ApplicationServer.StartAsync();
        server.Application.Answers(async (context, post) =>
        {
            if (post.Type == "wsactors.subscribe")
                context.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            await context.Response.CompleteAsync();
        });
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await client.SendAsync("""{"type":"subscribe","id":1,"topic":"room.elsewhere"}""");

        Assert.Equal("try_again_later", (await client.ReceiveJsonAsync()).GetProperty("code").GetString());
        Assert.Equal(0, elsewhere.Waiting);
    }

    [Fact]
    public async Task An_application_that_keeps_failing_is_left_alone_and_the_operator_is_told()
    {
        await server.ExpectWellAsync();
        server.Application.Answers(500);
        using var client = await TestClient.OpenJsonAsync(server.PushUri);
        await Eventually.HoldsAsync(async () =>
        {
            await client.SendAsync("""{"type":"subscribe","id":1,"topic":"room.broken"}""");
            await client.ReceiveJsonAsync();
            Assert.Equal(1, (await server.Admin.MetricsAsync()).Value("wsactors_webhooks_breaker_open", ("use", "decisions")));
        });

        await server.ExpectLoggedAsync("Webhooks for Decisions: more than 50");
        await server.ExpectWellAsync();
        await server.ExpectLoggedAsync("Webhooks for Decisions: requests succeed again");
        await Eventually.HoldsAsync(async () =>
            Assert.Equal(0, (await server.Admin.MetricsAsync()).Value("wsactors_webhooks_breaker_open", ("use", "decisions"))));
    }

    private static async Task FailAsync(string failure, HttpContext context, CancellationToken over)
    {
        switch (failure)
        {
            case "hangs":
                await NeverAsync(context.RequestAborted);
                break;
            case "replies 500":
                context.Response.StatusCode = 500;
                break;
            case "replies late":
                await NeverAsync(over);
                context.Response.StatusCode = 200;
                break;
            case "replies with a huge body":
                await WriteWithoutEndAsync(context);
                break;
            case "redirects":
                context.Response.Redirect("http://127.0.0.1:1/");
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static Task NeverAsync(CancellationToken but)
    {
        var end = new TaskCompletionSource();
        but.Register(end.SetResult);
        return end.Task;
    }

    private static async Task WriteWithoutEndAsync(HttpContext context)
    {
        var page = new byte[16 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(page);
    }
}
