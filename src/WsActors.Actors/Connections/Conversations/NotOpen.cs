using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Answers commands of the server that only an open connection can carry out. Nobody awaits an answer to other messages.</summary>
internal static class NotOpen
{
    public static void Take(object message, in Turn turn)
    {
        if (message is ConnectionMessage.SubscribeTo subscribe)
            turn.Effects.Tell(subscribe.ReplyTo, ConnectionMessage.Refused.NotOpen);
        else if (message is ConnectionMessage.UnsubscribeFrom unsubscribe)
            turn.Effects.Tell(unsubscribe.ReplyTo, ConnectionMessage.Refused.NotOpen);
    }
}
