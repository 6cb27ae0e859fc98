// An application that is compiled ahead of time, with a running server: WsActors.Client.Aot ws://PUSH/connect http://ADMIN
using Microsoft.Extensions.DependencyInjection;
using WsActors.Client;
using WsActors.Client.Aot;
using WsActors.Publishing;

var services = new ServiceCollection();
services.AddWsActorsClient(new Uri(args[0]), (_, options) => options.Json = QuoteJson.Default);
services.AddWsActorsPublisher((_, options) => (options.Address, options.Json) = (new Uri(args[1]), QuoteJson.Default));
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<WsActorsClient>();
var publisher = provider.GetRequiredService<WsActorsPublisher>();

using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
await using var prices = client.SubscribeAsync<Quote>("prices", new Position("none", 0));
await client.PublishAsync("prices", new Quote("ACME", 1.5m));
await publisher.PublishAsync("prices", new Quote("ACME", 2.5m), cancellationToken: limit.Token);
await publisher.PublishBatchAsync([Publication.Of("prices", new Quote("ACME", 3.5m), QuoteJson.Default.Quote)], limit.Token);

await foreach (var message in prices.WithCancellation(limit.Token))
{
    Console.WriteLine(message.Gap is { } gap ? $"gap {gap.Reason}" : $"{message.Data.Symbol} {message.Data.Price} at {message.Position.Offset}");
    if (message.Position.Offset == 3)
        break;
}
