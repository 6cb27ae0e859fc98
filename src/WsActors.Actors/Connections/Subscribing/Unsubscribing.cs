using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Carries out the commands that end a subscription.</summary>
internal static class Unsubscribing
{
    public static void ByClient(ClientCommand.Unsubscribe command, ref Subscriptions subscriptions, in Turn turn)
    {
        if (subscriptions.TryLeave(command.Topic, turn))
            turn.Effects.Say(new ServerEvent.Unsubscribed(command.Id, command.Topic, Reason: null));
        else
            turn.Effects.Fail(command.Id, ErrorCode.NotSubscribed, Refusals.NotSubscribed(command.Topic));
    }

    public static void ByServer(ConnectionMessage.UnsubscribeFrom command, ref Subscriptions subscriptions, in Turn turn)
    {
        if (subscriptions.TryLeave(command.Topic, turn))
        {
            turn.Effects.Say(new ServerEvent.Unsubscribed(Id: null, command.Topic, command.Reason));
            turn.Effects.Tell(command.ReplyTo, new ConnectionMessage.SubscriptionChanged(turn.Id, command.Topic));
        }
        else
        {
            turn.Effects.Tell(command.ReplyTo, new ConnectionMessage.Refused(ErrorCode.NotSubscribed, Refusals.NotSubscribed(command.Topic)));
        }
    }
}
