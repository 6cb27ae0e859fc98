namespace WsActors.AspNetCore.Authentication;

/// <summary>
/// Decides which clients may connect to an embedded node, and as whom. Register one with the application's services, or give code to
/// <see cref="WsActorsOptions.AuthenticateClients"/>.
/// </summary>
/// <remarks>
/// It is asked once per connection that shows no API key, after the client's token was verified if the node verifies tokens. Each call gets a service
/// scope of its own, so the implementation may be scoped and use a database context. Calls run on threads of the pool, at most
/// <c>Webhooks:MaxConcurrentDecisions</c> at once.
/// </remarks>
public interface IClientAuthenticator
{
    /// <summary>Decides about a client.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the client has waited for <c>Webhooks:DecisionTimeout</c>. From then on nothing waits for the decision.
    /// </param>
    /// <returns>
    /// The decision. An exception and a decision that comes too late count as <see cref="ClientDecision.Unavailable"/>.
    /// </returns>
    ValueTask<ClientDecision> AuthenticateAsync(ClientConnectRequest request, CancellationToken cancellationToken);
}
