using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Transport;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Brings injected faults to connections. Back ends and operators are never hit: the tests are about clients.</summary>
internal static class Injection
{
    /// <summary>Puts a <see cref="FaultyConversation"/> before a conversation, if a fault may hit the connection.</summary>
    public static void Begin(PushConversation conversation, in Talk talk, in Turn turn)
    {
        if (Of(talk, turn) is null || turn.Environment.Faults is not { Scheduler: var scheduler })
            return;

        var transport = new FaultyTransport(talk.Transport, turn.Self, scheduler, turn.Environment.Clock, turn.Environment.Telemetry.Faults);
        var faulty = new FaultyConversation(conversation, transport, scheduler);
        talk.Use(transport);
        turn.Effects.TakeOver(faulty);
        faulty.Renew(talk, turn);
    }

    /// <summary>Sends what a delay or a rate has held back, as far as its time has come.</summary>
    public static void Continue(in Talk talk, in Turn turn)
    {
        switch (TransportLayer.Find<FaultyTransport>(talk.Transport)?.Continue())
        {
            case SendStatus.Sent: talk.Writer.OnSendCompleted(talk.Outlet); break;
            case SendStatus.Failed: turn.Effects.End(Ending.Lost("sending failed after an injected delay")); break;
        }
    }

    /// <summary>The faults that hit the connection now, possibly none of them yet; null if none may.</summary>
    public static ConnectionFaults? Of(in Talk talk, in Turn turn)
    {
        var identity = talk.Parts.Credentials.Identity;
        if (turn.Environment.Faults is not { Active: var active } || !identity.IsClient || !active.MayHit(turn.Id.Value, identity.User))
            return null;

        var subscribed = new List<TopicName>();
        foreach (var topic in active.Topics)
        {
            if (talk.Parts.Subscriptions.Contains(topic))
                subscribed.Add(topic);
        }

        return active.For(turn.Id.Value, identity.User, subscribed);
    }
}
