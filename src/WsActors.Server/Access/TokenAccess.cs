using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>Lets in whose token is good, and strangers where the settings allow them.</summary>
/// <param name="options">The settings.</param>
/// <param name="judge">Who judges tokens.</param>
/// <param name="telemetry">Counts what is refused.</param>
/// <param name="next">Who decides about those with a good token, or none; null: they are admitted.</param>
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

    // What the next step made of the identity at the door would be lost with a new token, which is not shown to it.
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
