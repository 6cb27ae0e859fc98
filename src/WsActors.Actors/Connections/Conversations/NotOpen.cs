using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// Takes messages to a connection that is not open: commands of the server that only an open one can carry out, and what was under way when it
/// ended.
/// </summary>
internal static class NotOpen
{
    /// <returns>False if no connection is sent such a message.</returns>
    public static bool Take(object message, in Turn turn)
    {
        if (message is ConnectionMessage.SubscribeTo subscribe)
            turn.Effects.Tell(subscribe.ReplyTo, ConnectionMessage.Refused.NotOpen);
        else if (message is ConnectionMessage.UnsubscribeFrom unsubscribe)
            turn.Effects.Tell(unsubscribe.ReplyTo, ConnectionMessage.Refused.NotOpen);
        else if (message is ConnectionMessage.StartTap tap)
            turn.Effects.Tell(tap.ReplyTo, ConnectionMessage.Refused.NotOpen);
        else if (message is ConnectionMessage.MoveAway)
            turn.Effects.Tell(turn.Parent, new ConnectionReport.Stays(turn.Id));
        else
            return MayComeLate(message);
        return true;
    }

    // News and answers of topics, decisions, other reasons to end, and what a transport finds out while its handshake is given up. Nobody
    // awaits an answer to them.
    private static bool MayComeLate(object message) => message
        is Subscriber.Subscribed or Subscriber.SubscribeRefused or Subscriber.Replayed or Subscriber.TopicLost
        or Subscriber.Announced or Subscriber.AnnouncedEarly
        or TopicReply.Published or TopicReply.History or TopicReply.Members or TopicReply.Unknown or TopicReply.Refused
        or BatchAnswers.Answered
        or Authorized or EntryDecision or RefreshDecision
        or ConnectionMessage.Close or ConnectionMessage.SayGoodbye or ConnectionMessage.EndTap or ConnectionMessage.UseFaults
        or ConnectionMessage.FaultDue
        or TransportEvent.PlainHttpArrived or TransportEvent.TlsFailed or TransportEvent.ProxyHeaderFailed;
}
