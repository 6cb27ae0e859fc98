using WsActors.Actors.Access;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Asks topics for their history and members, and gives the client their answers.</summary>
internal static class TopicQueries
{
    /// <summary>The part of the outbox bound that one answer may take: it must find room beside what waits.</summary>
    private const int AnswerShare = 4;

    /// <summary>The most bytes of one answer.</summary>
    public static int MaxAnswerBytes(in Turn turn) => turn.Environment.Settings.OutboxBytes / AnswerShare;

    /// <summary>Asks for a topic's history.</summary>
    /// <returns>True if the topic will answer; false if the client is refused at once.</returns>
    public static bool AskHistory(ClientCommand.History command, in Subscriptions subscriptions, in Turn turn) => Ask(
        ObjectionToReading(command.Topic, subscriptions, turn),
        new TopicRequest.GetHistory(command.Topic, command.Since, command.Limit, MaxAnswerBytes(turn), command.Id),
        command,
        turn);

    /// <summary>Asks for a topic's members. A client that the server subscribed sees them, whatever the rule lets it do by itself.</summary>
    /// <returns>True if the topic will answer; false if the client is refused at once.</returns>
    public static bool AskMembers(ClientCommand.Presence command, in Subscriptions subscriptions, in Turn turn) => Ask(
        subscriptions.Contains(command.Topic) ? null : ObjectionToReading(command.Topic, subscriptions, turn),
        new TopicRequest.GetMembers(command.Topic, command.After, command.Limit, MaxAnswerBytes(turn), command.Id),
        command,
        turn);

    public static ServerEvent AnswerOf(TopicReply.History history) =>
        new ServerEvent.History(history.Request, history.Topic, history.Position, history.Page) { Recovered = history.Recovered };

    public static ServerEvent AnswerOf(TopicReply.Members members) =>
        new ServerEvent.Presence(members.Request, members.Topic, members.Page.Total, members.Page.Members, members.Page.Next);

    public static ServerEvent AnswerOf(TopicReply.Refused refused) =>
        new ServerEvent.Error(refused.Request, refused.Code, refused.Message);

    public static void OnUnknown(TopicReply.Unknown unknown, in Turn turn) =>
        turn.Effects.Fail(unknown.Request, ErrorCode.UnknownTopic, Refusals.UnknownTopic(unknown.Topic));

    private static bool Ask(AccessDecision.Denied? denied, TopicRequest request, ClientCommand command, in Turn turn)
    {
        if (denied is null)
            turn.Effects.Tell(turn.Environment.Topics, request);
        else
            turn.Effects.Fail(command.Request, denied.Code, denied.Message);
        return denied is null;
    }

    // If the application decides about subscriptions, it has allowed this client's, which may therefore also read.
    private static AccessDecision.Denied? ObjectionToReading(TopicName topic, in Subscriptions subscriptions, in Turn turn) =>
        turn.Environment.Rules.MaySubscribe(turn.Identity, topic) switch
        {
            AccessDecision.Denied denied => denied,
            AccessDecision.AskBackend when !subscriptions.IsEstablished(topic) =>
                new AccessDecision.Denied(ErrorCode.SubscribeForbidden, Refusals.SubscribeFirst(topic)),
            _ => null,
        };
}
