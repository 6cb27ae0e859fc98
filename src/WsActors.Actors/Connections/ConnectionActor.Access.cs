using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>Who the client is and what it may: decided elsewhere, kept here.</summary>
public sealed partial class ConnectionActor
{
    // Users are counted by the parent before their connection opens, so that none is missed by who looks for them.
    private void OnAdmitted(ConnectRequest admission)
    {
        if (admission.Identity.User is { } user)
            Context.Parent.Tell(new ConnectionReport.CountUser(_id, user, admission));
        else
            Enter(admission);
    }

    private void OnUserCounted(UserCounted counted)
    {
        if (counted.Refusal is not null)
            Refuse(counted.Refusal);
        else
            Enter(counted.ConnectRequest);
    }

    private void Enter(ConnectRequest admission)
    {
        _identity = WithCommandLimit(admission.Identity);
        Enter(admission.Route, admission.Request, admission.Early.Span);
        Advance(admission.Early.ToArray());
    }

    // Where the application decides who may listen, whoever listens was let in by it, and may also read.
    private AccessDecision.Denied? ObjectionToReading(TopicName topic) => _environment.Rules.MaySubscribe(_identity, topic) switch
    {
        AccessDecision.Denied denied => denied,
        AccessDecision.AskApplication when !_subscriptions.Stands(topic) =>
            new AccessDecision.Denied(ErrorCode.SubscribeForbidden, Refusals.SubscribeFirst(topic)),
        _ => null,
    };
}
