using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Limits;

namespace WsActors.Actors.Connections.Limits;

/// <summary>The client's identity, which expires and can be refreshed before.</summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct Credentials
{
    private Identity? _identity;

    public readonly Identity Identity => _identity ?? Identity.Anonymous;

    public readonly bool HaveExpired(DateTimeOffset now) => Identity.ExpiresAt is { } end && now >= end;

    /// <summary>Takes an identity, with the command limit that its token names beside the node's own.</summary>
    public void Take(Identity identity, PushSettings settings) => _identity = WithCommandLimit(identity, settings);

    /// <summary>Reminds and ends when the time has come, and asks to be woken for what comes next.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="isOpen">False for a client that can be sent nothing but its answer.</param>
    public void Check(in Turn turn, bool isOpen)
    {
        if (Identity.ExpiresAt is not { } end)
            return;

        var now = turn.Environment.Clock.UtcNow;
        if (isOpen && now >= end)
        {
            turn.Effects.End(Ending.TokenExpired);
            return;
        }

        if (isOpen && now >= Identity.RemindAt)
        {
            // A client is reminded once of each token.
            _identity = Identity with { RemindAt = null };
            turn.Effects.Answer(new ServerEvent.RefreshNeeded(end));
        }

        var next = isOpen ? Identity.RemindAt ?? end : end;
        turn.Effects.WakeAt(turn.Now + (next - now));
    }

    /// <summary>Takes the identity of a new token. Another user needs another connection.</summary>
    /// <returns>False if the token is another user's, and the old one stays.</returns>
    public bool TryRefresh(Identity identity, RequestId? request, in Turn turn)
    {
        if (identity.User != Identity.User)
        {
            turn.Effects.Fail(request, ErrorCode.InvalidToken, "the token is another user's: reconnect with it");
            return false;
        }

        Take(Spared(identity, turn.Environment.Clock.UtcNow), turn.Environment.Settings);
        turn.Effects.Answer(new ServerEvent.Refreshed(request, Identity.ExpiresAt));
        return true;
    }

    // A client whose tokens expire sooner than it is reminded would otherwise be reminded of each new one at once.
    private static Identity Spared(Identity identity, DateTimeOffset now) =>
        identity is { ExpiresAt: { } end, RemindAt: { } remindAt } && now + ((end - now) / 2) is var half && half > remindAt
            ? identity with { RemindAt = half }
            : identity;

    // Kept in the identity: only clients whose token names a limit pay for it.
    private static Identity WithCommandLimit(Identity identity, PushSettings settings) => identity.CommandsPerSecond is not { } own
        ? identity
        : identity with { CommandLimit = RateLimit.Narrowed(settings.CommandsPerSecond, settings.CommandBurst, own) };
}
