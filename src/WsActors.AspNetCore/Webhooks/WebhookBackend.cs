using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>The application's backend behind its webhooks.</summary>
/// <remarks>As a hosted service it stops after the actors, so that events from their shutdown are still delivered.</remarks>
internal sealed class WebhookBackend(
    WebhookOptions options, WebhookMessages messages, WebhookDecisions decisions, WebhookEvents events) : IBackend, IHostedService
{
    /// <summary>
    /// Time for the last deliveries, within the shutdown timeout of the host, which is ten seconds longer than the drain's.
    /// </summary>
    private static readonly TimeSpan LastDeliveries = TimeSpan.FromSeconds(5);

    public bool WantsConnectionEvents { get; } = options.ConnectionEvents && messages.HasEvents;

    public void Decide(AuthorizationRequest request, IActorRef connection) =>
        decisions.Ask(new TopicDecision(messages.Ask(request), request, connection));

    public void Tell(BackendEvent happened)
    {
        if (messages.HasEvents)
            events.Tell(messages.Tell(happened));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The connections that wait for decisions have ended, so requests in progress need not be awaited.
        _ = decisions.StopAsync();
        await events.StopAsync(LastDeliveries);
    }
}
