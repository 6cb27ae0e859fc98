using WsActors.Server.Tests.Documents;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>Runs the application that docs/webhooks.md shows, exactly as it stands there.</summary>
[Trait("Speed", "Slow")]
public sealed class DocumentedApplicationTests
{
    [ToolFact("node")]
    public async Task It_verifies_what_it_is_posted_and_decides()
    {
        var script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mjs");
        await File.WriteAllTextAsync(script, DocumentBlock.Containing("docs/webhooks.md", "js", "webhook-signature"));
        try
        {
            await RunAsync(script);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static async Task RunAsync(string script)
    {
        await using var application = ChildProcess.Start("env", "PORT=0", $"WEBHOOK_SECRET={ApplicationServer.Secret}", "node", script);
        var url = $"http://127.0.0.1:{(await application.NextLineAsync()).Split(' ')[^1]}/";
        await using var server = await RunningServer.StartAsync(
            $"--WsActors:Webhooks:Url={url}",
            "--WsActors:Webhooks:Secrets:0=whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            $"--WsActors:Webhooks:Secrets:1={ApplicationServer.Secret}",
            "--WsActors:Webhooks:Connect=true",
            "--WsActors:Topics:Rules:0:Match=room.*",
            "--WsActors:Topics:Rules:0:Subscribe=Webhook");
        using var client = await TestClient.OpenAsync(server.PushUri, "/connect");
        Assert.Equal("ann", (await client.ReceiveJsonAsync()).GetProperty("user").GetString());
        await client.SubscribeAsync("room.1");
        await client.SendAsync("""{"type":"subscribe","id":2,"topic":"room.secret"}""");

        Assert.Equal("members only", (await client.ReceiveJsonAsync()).GetProperty("message").GetString());
    }
}
