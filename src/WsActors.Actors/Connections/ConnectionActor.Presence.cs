using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections;

/// <summary>Who else is there: asked for by the client, told by its topics.</summary>
public sealed partial class ConnectionActor
{
    // Who was subscribed by the server's hand sees who is there, whatever the rule lets it do by itself.
    private void AskMembers(ClientCommand.Presence command)
    {
        if (!_subscriptions.Contains(command.Topic) && ObjectionToReading(command.Topic) is { } denied)
            SayError(command.Id, denied.Code, denied.Message);
        else
            _environment.Topics.Tell(new TopicRequest.GetMembers(
                command.Topic, command.After, command.Limit, _environment.Settings.OutboxBytes / HistoryShare, command.Id));
    }

    private void OnMembers(TopicReply.Members members) => Say(new ServerEvent.Presence(
        members.Request, members.Topic, members.Page.Total, members.Page.Members, members.Page.Next));

    private void OnAnnounced(Subscriber.Announced announced)
    {
        // Told before the topic heard that we left.
        if (!_subscriptions.Contains(announced.Topic))
            return;

        CountMessages(announced.Parts?.Count ?? 1);
        if (announced.Parts is null || !CompressesForItself)
        {
            Send(announced.Frame);
            return;
        }

        foreach (var part in announced.Parts)
            Send(part);
    }

    private void OnAnnouncedEarly(Subscriber.AnnouncedEarly announced)
    {
        if (!_subscriptions.Contains(announced.Topic))
            return;

        foreach (var told in announced.Events)
            Say(told);
    }
}
