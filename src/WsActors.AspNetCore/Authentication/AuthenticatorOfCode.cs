namespace WsActors.AspNetCore.Authentication;

/// <summary>An authenticator that was given as code.</summary>
internal sealed class AuthenticatorOfCode(Func<ClientConnectRequest, CancellationToken, ValueTask<ClientDecision>> authenticate) : IClientAuthenticator
{
    public ValueTask<ClientDecision> AuthenticateAsync(ClientConnectRequest request, CancellationToken cancellationToken) =>
        authenticate(request, cancellationToken);
}
