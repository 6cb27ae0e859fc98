using System.Threading.Channels;
using WsActors.Actors.Access;
using WsActors.Actors.Runtime;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Limits;

namespace WsActors.AspNetCore.Authentication;

/// <summary>
/// The last step of a connect request in an application that authenticates clients: its code decides, within the limits of decisions by
/// webhook. The numbers of calls and of waiting clients are limited, and further clients are refused at once. Thread-safe.
/// </summary>
internal sealed partial class AuthenticatorAccess : IAccess, IDisposable
{
    // A database that is down would otherwise fill the log with one line per client.
    private static readonly RateLimit LogLimit = new(perSecond: 1, burst: 10);

    private readonly IServiceScopeFactory _application;
    private readonly WebhookOptions _limits;
    private readonly TimeProvider _time;
    private readonly NodeClock _clock;
    private readonly ServerTelemetry _telemetry;
    private readonly ILogger<AuthenticatorAccess> _log;
    private readonly Channel<Waiting> _waiting;
    private RateMeter _logged;

    public AuthenticatorAccess(
        IServiceScopeFactory application, WebhookOptions limits, TimeProvider time, ServerTelemetry telemetry, ILogger<AuthenticatorAccess> log)
    {
        (_application, _limits, _time, _telemetry, _log) = (application, limits, time, telemetry, log);
        _clock = new NodeClock(time);
        _waiting = Channel.CreateBounded<Waiting>(limits.MaxWaitingDecisions);
        _ = Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(),
            new ParallelOptions { MaxDegreeOfParallelism = limits.MaxConcurrentDecisions },
            async (waiting, _) => await DecideAsync(waiting));
    }

    public void Decide(ConnectRequest request)
    {
        HandshakeRefusal? refusal = null;
        var token = request.Token ?? BearerToken.Of(request.Request, out refusal);
        if (refusal is not null)
            Deny(request, "several_tokens", refusal);
        else if (!_waiting.Writer.TryWrite(new Waiting(request with { Token = token }, _time.GetTimestamp())))
            request.Deny(HandshakeRefusals.Undecided);
    }

    public void Refresh(RefreshRequest refresh) =>
        refresh.Refuse("the application decides about each connection: reconnect with the new token");

    /// <summary>Takes no more clients; those that wait are still decided about.</summary>
    public void Dispose() => _waiting.Writer.TryComplete();

    // Clients that have waited too long for their turn are always refused, because otherwise a flood of them would come in unchecked.
    private async Task DecideAsync(Waiting waiting)
    {
        var request = waiting.Request;
        var left = _limits.DecisionTimeout - _time.GetElapsedTime(waiting.Since);
        if (left <= TimeSpan.Zero)
        {
            request.Deny(HandshakeRefusals.Undecided);
            return;
        }

        using var deadline = new CancellationTokenSource(left, _time);
        var cancellation = deadline.Token;
        try
        {
            // On another thread: code that blocks, or ignores the cancellation, must not make the client wait longer.
            var decision = await Task.Run(() => AskAsync(request, cancellation), CancellationToken.None).WaitAsync(cancellation);
            Answer(request, decision);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Log(fault: null);
            GiveUp(request);
        }
        catch (Exception fault)
        {
            // Whatever the fault is, the next client must still be decided about.
            Log(fault);
            GiveUp(request);
        }
    }

    private async Task<ClientDecision> AskAsync(ConnectRequest request, CancellationToken cancellation)
    {
        await using var scope = _application.CreateAsyncScope();
        var asked = new ClientConnectRequest(request.Id.ToString(), request.Request.Path, request.Request.Query)
        {
            Token = request.Token?.Text,
            User = request.Identity.User,
            Address = request.Client,
            Origin = request.Request.Origin,
            Topic = request.Route.Topic?.Value,
        };
        return await scope.ServiceProvider.GetRequiredService<IClientAuthenticator>().AuthenticateAsync(asked, cancellation);
    }

    private void Answer(ConnectRequest request, ClientDecision decision)
    {
        switch (decision.Kind)
        {
            case ClientDecisionKind.Accepted: (request with { Identity = IdentityMerge.Of(decision.Identity, request.Identity) }).Admit(); break;
            case ClientDecisionKind.Refused: request.Deny(HandshakeRefusals.ByApplication(ReasonLine.Clean(decision.Reason))); break;
            case ClientDecisionKind.Unauthorized: Deny(request, CauseOf(request), RefusalOf(request, ReasonLine.Clean(decision.Reason))); break;
            default: GiveUp(request); break;
        }
    }

    private void GiveUp(ConnectRequest request)
    {
        if (_limits.OnFailure == FailurePolicy.Allow)
            request.Admit();
        else
            request.Deny(HandshakeRefusals.Undecided);
    }

    private void Deny(ConnectRequest request, string cause, HandshakeRefusal refusal)
    {
        _telemetry.Credentials.Refused(cause);
        request.Deny(refusal);
    }

    private static string CauseOf(ConnectRequest request) => request.Token is null ? "missing_token" : "rejected_by_application";

    private static HandshakeRefusal RefusalOf(ConnectRequest request, string? reason)
    {
        if (request.Token is not null || reason is not null)
            return HandshakeRefusals.InvalidToken(reason ?? "the application rejects the token");

        return request.Route.Protocol.Traits.HasFlag(ProtocolTraits.CredentialsInBand)
            ? HandshakeRefusals.TokenRequiredInBand
            : HandshakeRefusals.TokenRequired;
    }

    private void Log(Exception? fault)
    {
        if (!RateMeter.TryTakeShared(ref _logged, LogLimit, _clock.Now, 1, out _))
            return;

        if (fault is null)
            LogLate(_limits.DecisionTimeout.TotalSeconds);
        else
            LogFailed(fault);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The authentication of a client took longer than {Seconds} s, the limit WsActors:Webhooks:DecisionTimeout")]
    private partial void LogLate(double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "The authentication of a client failed")]
    private partial void LogFailed(Exception fault);

    private readonly record struct Waiting(ConnectRequest Request, long Since);
}
