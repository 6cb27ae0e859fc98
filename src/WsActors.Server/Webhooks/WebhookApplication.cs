using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Server.Options;

namespace WsActors.Server.Webhooks;

/// <summary>The application as its webhooks make it known.</summary>
/// <remarks>As a service of the host it is stopped behind the actors: what they tell at their end is still delivered.</remarks>
internal sealed class WebhookApplication(
    WebhookOptions options, WebhookMessages messages, WebhookDecisions decisions, WebhookEvents events) : IBackend, IHostedService
{
    /// <summary>Within the host's patience, which is ten seconds longer than the drain's.</summary>
    private static readonly TimeSpan LastDeliveries = TimeSpan.FromSeconds(5);

    public bool HearsOfConnections { get; } = options.ConnectionEvents && messages.HasEvents;

    public void Decide(AuthorizationRequest question, IActorRef connection) =>
        decisions.Ask(new TopicDecision(messages.Ask(question), question, connection));

    public void Tell(BackendEvent happened)
    {
        if (messages.HasEvents)
            events.Tell(messages.Tell(happened));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Whoever asked is gone, so nobody waits for what is under way.
        _ = decisions.StopAsync();
        await events.StopAsync(LastDeliveries);
    }
}
