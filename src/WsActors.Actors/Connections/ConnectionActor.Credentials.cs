using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections;

/// <summary>Credentials come to an end, and may be renewed before.</summary>
public sealed partial class ConnectionActor
{
    private const string CredentialsEnded = "the token has expired: connect with a new one";

    private bool HaveCredentialsEnded => _identity.ExpiresAt is { } end && _environment.Clock.UtcNow >= end;

    private int MaxSubscriptions =>
        Math.Min(_identity.MaxSubscriptions ?? int.MaxValue, _environment.Settings.MaxSubscriptions);

    /// <summary>Reminds and closes when the time has come, and asks to be woken for what comes next.</summary>
    private void CheckCredentials()
    {
        if (_identity.ExpiresAt is not { } end)
            return;

        var now = _environment.Clock.UtcNow;
        if (_phase == ConnectionPhase.Open && now >= end)
        {
            CloseExpired();
            return;
        }

        var remindAt = _askedToRefresh || _phase != ConnectionPhase.Open ? null : _identity.RemindAt;
        if (now >= remindAt)
        {
            _askedToRefresh = true;
            remindAt = null;
            Answer(new ServerEvent.RefreshNeeded(end));
        }

        CheckBy(_environment.Clock.Now + ((remindAt ?? end) - now));
    }

    private void CloseExpired()
    {
        Say(new ServerEvent.Goodbye("token_expired", TimeSpan.Zero));
        CloseByUs(CloseCode.TokenExpired, CredentialsEnded);
    }

    private void Refresh(ClientCommand.Refresh command)
    {
        if (_environment.Access is { } access)
            access.Renew(new RefreshRequest(Self, command.Id, command.Token));
        else
            SayError(command.Id, ErrorCode.InvalidToken, "no tokens are taken here");
    }

    // What it may do is decided by who it is: another user is another connection.
    private void OnRenewed(Renewed renewed)
    {
        if (renewed.Identity.User != _identity.User)
        {
            SayError(renewed.Request, ErrorCode.InvalidToken, "the token is another user's: connect anew with it");
            return;
        }

        var former = _identity;
        _identity = WithCommandLimit(renewed.Identity);
        _askedToRefresh = false;
        Answer(new ServerEvent.Refreshed(renewed.Request, _identity.ExpiresAt));
        LeaveWhatIsForbiddenNow(former);
        SubscribeToOwnTopics();
        CheckCredentials();
    }

    // What the application subscribed the client to, whatever its token said, stays.
    private void LeaveWhatIsForbiddenNow(Identity former)
    {
        foreach (var subscription in _subscriptions.Items.ToArray())
        {
            if (Grants(former, subscription.Topic) && !Grants(_identity, subscription.Topic) && TryUnsubscribe(subscription.Topic))
                Say(new ServerEvent.Unsubscribed(Id: null, subscription.Topic, "no_longer_allowed"));
        }
    }

    private bool Grants(Identity identity, TopicName topic) =>
        identity.Topics.Contains(topic) || _environment.Rules.MaySubscribe(identity, topic) is not AccessDecision.Denied;

    /// <summary>What its token subscribes it to. Protocols without many topics have theirs from the handshake.</summary>
    private void SubscribeToOwnTopics()
    {
        if (!_encoding.Protocol.Traits.HasFlag(ProtocolTraits.ManyTopics))
            return;

        foreach (var topic in _identity.Topics)
        {
            if (ObjectionTo(topic) is not { } objection)
                Subscribe(topic, request: null, since: null);
            else if (objection.Code != ErrorCode.AlreadySubscribed)
                SayError(request: null, objection.Code, objection.Message);
        }
    }
}
