using Microsoft.Extensions.DependencyInjection;
using WsActors.Client.Tests.Publishing;
using WsActors.Publishing;

namespace WsActors.Client.Tests;

/// <summary>The registrations for dependency injection.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task One_client_serves_the_whole_application_and_ends_with_it()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new Password("secret"));
        string? token = null;
        services.AddWsActorsClient(new Uri("ws://push.example/connect"), (provider, options) => token = provider.GetRequiredService<Password>().Text);

        WsActorsClient client;
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.Null(token);
            client = provider.GetRequiredService<WsActorsClient>();
            Assert.Same(client, provider.GetRequiredService<WsActorsClient>());
        }

        Assert.Equal(("secret", ConnectionPhase.Closed), (token, client.State.Phase));
    }

    [Fact]
    public async Task A_publisher_is_a_typed_client_whose_handlers_can_be_configured()
    {
        using var api = new FakeAdminApi();
        var services = new ServiceCollection();
        services.AddWsActorsPublisher((_, options) => options.Address = new Uri("http://admin.example"))
            .ConfigurePrimaryHttpMessageHandler(() => api.Publishes(7));
        await using var provider = services.BuildServiceProvider();

        var published = await provider.GetRequiredService<WsActorsPublisher>().PublishTextAsync("news", "x");

        Assert.Equal(7, published.Offset);
        Assert.StartsWith("POST http://admin.example/api/topics/news/messages", Assert.Single(api.Requests), StringComparison.Ordinal);
    }

    private sealed record Password(string Text);
}
