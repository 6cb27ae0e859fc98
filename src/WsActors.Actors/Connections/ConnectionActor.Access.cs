using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Protocol.Push;

namespace WsActors.Actors.Connections;

/// <summary>Who the client is and what it may: decided elsewhere, kept here.</summary>
public sealed partial class ConnectionActor
{
    // Users are counted by the parent before their connection opens, so that none is missed by who looks for them.
    private void OnAdmitted(Admission admission)
    {
        if (admission.Identity.User is { } user)
            Context.Parent.Tell(new ConnectionsActor.CountUser(_id, user, admission));
        else
            Enter(admission);
    }

    private void OnUserCounted(UserCounted counted)
    {
        if (counted.Refusal is not null)
            Refuse(counted.Refusal);
        else
            Enter(counted.Admission);
    }

    private void Enter(Admission admission)
    {
        _identity = admission.Identity;
        Enter(admission.Route, admission.Request);
        Advance(admission.Early.ToArray());
    }

    private AccessDecision.Denied? ObjectionToSubscribing(TopicName topic) =>
        DenialOf(_environment.Rules.MaySubscribe(_identity, topic), ErrorCode.SubscribeForbidden);

    private AccessDecision.Denied? ObjectionToPublishing(TopicName topic) =>
        DenialOf(_environment.Rules.MayPublish(_identity, topic), ErrorCode.PublishForbidden);

    // Where the application is to be asked and cannot be, the answer is no.
    private static AccessDecision.Denied? DenialOf(AccessDecision decision, string code) => decision switch
    {
        AccessDecision.Denied denied => denied,
        AccessDecision.AskApplication => new AccessDecision.Denied(code, "the application decides about this topic, and no webhook asks it"),
        _ => null,
    };
}
