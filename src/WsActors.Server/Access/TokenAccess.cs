using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>Admits clients with a valid token, and clients without one if the settings allow anonymous clients.</summary>
/// <param name="options">The settings.</param>
/// <param name="judge">Verifies tokens.</param>
/// <param name="telemetry">Counts refusals.</param>
/// <param name="next">The step that decides about the clients that pass this one; null admits them.</param>
internal sealed class TokenAccess(TokenOptions options, TokenJudge judge, ServerTelemetry telemetry, IAccess? next) : IAccess
{
    private static readonly TimeSpan TryAgainSoon = TimeSpan.FromSeconds(5);

    public void Decide(ConnectRequest admission)
    {
        var token = BearerToken.Of(admission.Request, out var refusal);
        if (refusal is not null)
            Deny(admission, "several_tokens", refusal);
        else if (token is not null)
            _ = Task.Run(() => JudgeAsync(admission, token));
        else if (options.Anonymous == Anonymous.Refused)
            Deny(admission, "missing_token", HandshakeRefusals.TokenRequired);
        else
            Pass(admission);
    }

    // The next step may have changed the identity when the client connected. It does not see the new token, so the change would be lost.
    public void Renew(RefreshRequest renewal)
    {
        if (next is null)
            _ = Task.Run(() => JudgeAsync(renewal));
        else
            renewal.Refuse("the application decides about each connection: connect anew with the new token");
    }

    private async Task JudgeAsync(ConnectRequest admission, BearerToken token)
    {
        var (identity, fault) = await judge.JudgeAsync(token);
        if (identity is not null)
            Pass(admission with { Identity = next is null ? identity : identity with { RemindAt = null } });
        else
            Deny(admission, fault!.Cause, RefusalOf(fault));
    }

    private async Task JudgeAsync(RefreshRequest renewal)
    {
        var (identity, fault) = await judge.JudgeAsync(renewal.Token);
        if (identity is not null)
        {
            renewal.Accept(identity);
            return;
        }

        telemetry.Credentials.Refused(fault!.Cause);
        renewal.Refuse(fault.Message);
    }

    private void Pass(ConnectRequest admission)
    {
        if (next is null)
            admission.Admit();
        else
            next.Decide(admission);
    }

    private void Deny(ConnectRequest admission, string cause, HandshakeRefusal refusal)
    {
        telemetry.Credentials.Refused(cause);
        admission.Deny(refusal);
    }

    private static HandshakeRefusal RefusalOf(TokenFault fault) => fault == TokenFault.KeysUnavailable
        ? new HandshakeRefusal(503, fault.Cause, fault.Message) { RetryAfter = TryAgainSoon }
        : HandshakeRefusals.InvalidToken(fault.Message);
}
