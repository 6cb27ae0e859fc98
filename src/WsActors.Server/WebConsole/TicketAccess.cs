using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Access;
using WsActors.Protocol.Http;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Server.WebConsole;

/// <summary>
/// Admits console pages, which show a ticket, and passes all other clients on. It is the first step, so that neither tokens nor the
/// application's decisions stand between an operator and the node's figures.
/// </summary>
/// <param name="tickets">Checks tickets.</param>
/// <param name="quota">Limits the publications of the back ends that a later step admits.</param>
/// <param name="telemetry">Counts refusals.</param>
/// <param name="next">The step that decides about all others; null admits them as anonymous.</param>
internal sealed class TicketAccess(ConsoleTickets tickets, IPublishQuota quota, ServerTelemetry telemetry, IAccess? next) : IAccess
{
    // Browsers can send a token in no other place (see BearerToken).
    private const string Offer = $"bearer.{ConsoleTickets.Prefix}";
    private const string Fault = "the console's ticket has expired, or another process issued it: load the page again";

    // Time for a request to the admin API, on a slow line too.
    private static readonly TimeSpan RemindBefore = TimeSpan.FromMinutes(2);
    private static readonly TopicPattern[] Figures =
        [TopicPattern.Parse("$node.*"), TopicPattern.Parse("$cluster.*"), TopicPattern.Parse("$audit"), TopicPattern.Parse("$audit.*")];

    public IPublishQuota Quota => quota;

    public bool Concerns(HandshakeRequest request) => next?.Concerns(request) == true || TicketIn(request) is not null;

    public bool IsOfOwnPage(HandshakeRequest request) => TicketIn(request) is { } ticket && tickets.EndOf(ticket) is not null;

    public void Decide(ConnectRequest request)
    {
        if (TicketIn(request.Request) is not { } ticket)
            Pass(request);
        else if (tickets.EndOf(ticket) is { } end)
            (request with { Identity = OperatorUntil(end) }).Admit();
        else
            Deny(request);
    }

    public void Refresh(RefreshRequest refresh)
    {
        if (tickets.EndOf(refresh.Token.Text) is { } end)
            refresh.Accept(OperatorUntil(end));
        else if (next is not null)
            next.Refresh(refresh);
        else
            refresh.Refuse("no tokens are taken here");
    }

    // Every handshake passes here, so nothing is allocated for one without a ticket.
    private static string? TicketIn(HandshakeRequest request)
    {
        for (var i = 0; i < request.Subprotocols.Count; i++)
        {
            if (request.Subprotocols[i].StartsWith(Offer, StringComparison.Ordinal))
                return request.Subprotocols[i]["bearer.".Length..];
        }

        return null;
    }

    private static Identity OperatorUntil(DateTimeOffset end) =>
        new() { IsOperator = true, MaySubscribe = Figures, MayPublish = [], ExpiresAt = end, RemindAt = end - RemindBefore };

    private void Pass(ConnectRequest request)
    {
        if (next is null)
            request.Admit();
        else
            next.Decide(request);
    }

    private void Deny(ConnectRequest request)
    {
        telemetry.Credentials.Refused("invalid_ticket");
        request.Deny(HandshakeRefusals.InvalidToken(Fault));
    }
}
