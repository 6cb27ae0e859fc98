using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections;

/// <summary>Publications of the client.</summary>
public sealed partial class ConnectionActor
{
    private void PublishByClient(ClientCommand.Publish command)
    {
        if ((command.Topic ?? _subscriptions.Only) is not { } topic)
        {
            SayError(command.Id, ErrorCode.NotSubscribed, "a publication without a topic needs exactly one subscription");
            return;
        }

        if (!command.IncludesSender)
            command = command with { Publication = command.Publication.Excluding(_id.ToString()) };

        switch (_environment.Rules.MayPublish(_identity, topic))
        {
            case AccessDecision.Denied denied: SayError(command.Id, denied.Code, denied.Message); break;
            case AccessDecision.AskApplication: AskToPublish(topic, command); break;
            default: Publish(topic, command.Publication, command.Id); break;
        }
    }

    private void Publish(TopicName topic, Publication publication, RequestId? request) =>
        _environment.Topics.Tell(new TopicRequest.Publish(topic, publication, PublicationSource.Client, request));

    private void OnPublished(TopicReply.Published published) =>
        Answer(new ServerEvent.Published(published.Request, published.Position.Offset));
}
