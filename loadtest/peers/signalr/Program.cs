using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Peers.SignalR;

// A SignalR hub whose groups are the topics; publications come by POST in the form of WsActors' /api/publish.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSignalR(options =>
{
    // The load generator's clients send no pings, and none of the servers that are compared sends any in the time of a run.
    options.KeepAliveInterval = TimeSpan.FromMinutes(10);
    options.ClientTimeoutInterval = TimeSpan.FromMinutes(30);
});
var app = builder.Build();

// One publication of a topic after the other, so that all subscribers receive them in the same order.
var turns = new ConcurrentDictionary<string, SemaphoreSlim>();
app.MapHub<TopicHub>("/hub", options => options.Transports = HttpTransportType.WebSockets);
app.MapPost("/publish", async (Batch batch, IHubContext<TopicHub> hub) =>
{
    foreach (var message in batch.Messages)
    {
        foreach (var topic in message.Topics)
        {
            var turn = turns.GetOrAdd(topic, _ => new SemaphoreSlim(1));
            await turn.WaitAsync();
            try
            {
                await hub.Clients.Group(topic).SendAsync("message", message.Data);
            }
            finally
            {
                turn.Release();
            }
        }
    }
});
await app.RunAsync();
