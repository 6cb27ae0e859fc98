using System.Text;
using Peers.Kestrel;

// A push server as one writes it by hand with ASP.NET Core's WebSockets: a client says "subscribe TOPIC", any other
// message is sent back; publications come by POST in the form of WsActors' /api/publish.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
var topics = new Topics();

// No pings: none of the servers that are compared sends any in the time of a run.
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
app.MapGet("/", ServeAsync);
app.MapPost("/publish", (Batch batch) =>
{
    foreach (var message in batch.Messages)
    {
        var payload = Encoding.UTF8.GetBytes(message.Data.GetRawText());
        foreach (var topic in message.Topics)
            topics.Publish(topic, payload);
    }
});
await app.RunAsync();

async Task ServeAsync(HttpContext context)
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        return;
    }

    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await new Connection(socket, topics).RunAsync();
}
