using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;

namespace WsActors.AspNetCore.Access;

/// <summary>Admits clients with a valid token, and clients without one if the settings allow anonymous clients.</summary>
/// <param name="options">The settings.</param>
/// <param name="judge">Verifies tokens.</param>
/// <param name="telemetry">Counts refusals.</param>
/// <param name="next">The step that decides about the clients that pass this one; null admits them.</param>
internal sealed class TokenAccess(TokenOptions options, TokenJudge judge, ServerTelemetry telemetry, IAccess? next) : IAccess
{
    private static readonly TimeSpan TryAgainSoon = TimeSpan.FromSeconds(5);

    public void Decide(ConnectRequest request)
    {
        HandshakeRefusal? refusal = null;
        var token = request.Token ?? BearerToken.Of(request.Request, out refusal);
        if (refusal is not null)
            Deny(request, "several_tokens", refusal);
        else if (token is not null)
            _ = Task.Run(() => JudgeAsync(request, token));
        else if (options.Anonymous == Anonymous.Refused)
            Deny(request, "missing_token", RefusalWithoutToken(request));
        else
            Pass(request);
    }

    // The next step may have changed the identity when the client connected. It does not see the new token, so the change would be lost.
    public void Refresh(RefreshRequest refresh)
    {
        if (next is null)
            _ = Task.Run(() => JudgeAsync(refresh));
        else
            refresh.Refuse("the application decides about each connection: reconnect with the new token");
    }

    private async Task JudgeAsync(ConnectRequest request, BearerToken token)
    {
        var (identity, fault) = await judge.JudgeAsync(token);
        if (identity is not null)
            Pass(request with { Identity = next is null ? identity : identity with { RemindAt = null } });
        else
            Deny(request, fault!.Cause, RefusalOf(fault));
    }

    private async Task JudgeAsync(RefreshRequest refresh)
    {
        var (identity, fault) = await judge.JudgeAsync(refresh.Token);
        if (identity is not null)
        {
            refresh.Accept(identity);
            return;
        }

        telemetry.Credentials.Refused(fault!.Cause);
        refresh.Refuse(fault.Message);
    }

    private void Pass(ConnectRequest request)
    {
        if (next is null)
            request.Admit();
        else
            next.Decide(request);
    }

    private void Deny(ConnectRequest request, string cause, HandshakeRefusal refusal)
    {
        telemetry.Credentials.Refused(cause);
        request.Deny(refusal);
    }

    private static HandshakeRefusal RefusalWithoutToken(ConnectRequest request) =>
        request.Route.Protocol.Traits.HasFlag(ProtocolTraits.CredentialsInBand)
            ? HandshakeRefusals.TokenRequiredInBand
            : HandshakeRefusals.TokenRequired;

    private static HandshakeRefusal RefusalOf(TokenFault fault) => fault == TokenFault.KeysUnavailable
        ? new HandshakeRefusal(503, fault.Cause, fault.Message) { RetryAfter = TryAgainSoon }
        : HandshakeRefusals.InvalidToken(fault.Message);
}
