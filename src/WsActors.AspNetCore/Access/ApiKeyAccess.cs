using System.Collections.Concurrent;
using System.Net;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;

namespace WsActors.AspNetCore.Access;

/// <summary>Admits back ends, which show an API key, and passes all other clients on. It is the first step, so the application is not asked about back ends.</summary>
/// <param name="keys">The keys.</param>
/// <param name="quota">Limits their publications.</param>
/// <param name="telemetry">Counts refusals.</param>
/// <param name="next">The step that decides about clients; null admits them if they show nothing.</param>
/// <param name="log">Names the key of each back end.</param>
internal sealed partial class ApiKeyAccess(
    ApiKeys keys, IPublishQuota quota, ServerTelemetry telemetry, IAccess? next, ILogger<ApiKeyAccess> log) : IAccess
{
    // All connections of one key share an identity.
    private readonly ConcurrentDictionary<int, Identity> _identities = new();

    public IPublishQuota Quota => quota;

    public void Decide(ConnectRequest request)
    {
        HandshakeRefusal? refusal = null;
        var token = request.Token ?? BearerToken.Of(request.Request, out refusal);
        var key = request.Request.ApiKey;
        if (refusal is not null || (key is not null && token is not null))
            Deny(request, "several_tokens", HandshakeRefusals.SeveralTokens);
        else if ((key ?? KeyIn(token)) is { } shown && keys.TryFind(shown, out var number))
            Admit(request, number);
        else if (key is not null || (token is not null && next is null))
            Deny(request, "wrong_key", HandshakeRefusals.InvalidToken("the API key is not known here"));
        else if (next is null)
            request.Admit();
        else
            next.Decide(token is null ? request : request with { Token = token });
    }

    public void Refresh(RefreshRequest refresh)
    {
        if (next is null)
            refresh.Refuse("no tokens are taken here");
        else
            next.Refresh(refresh);
    }

    // Proxies log addresses, and a key is valid for longer than a token.
    private static string? KeyIn(BearerToken? token) => token is { IsInAddress: false } ? token.Text : null;

    private void Admit(ConnectRequest request, int number)
    {
        var name = keys.NameOf(number);
        LogBackEnd(request.Id, request.Client, name);
        (request with { Identity = _identities.GetOrAdd(number, static key => new Identity { ApiKey = key }) }).Admit();
    }

    private void Deny(ConnectRequest request, string cause, HandshakeRefusal refusal)
    {
        telemetry.Credentials.Refused(cause);
        request.Deny(refusal);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Connection {Connection} from {Client} is a back end with the API key {Name}")]
    private partial void LogBackEnd(ConnectionId connection, EndPoint? client, string name);
}
