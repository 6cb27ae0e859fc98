using Akka.Actor;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.FanOut;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Reads a topic's history: pages for clients that return, and answers to queries.</summary>
internal readonly struct HistoryReader(TopicName topic, ITopicHome home, TopicFanOut fanOut, ServerTelemetry telemetry, IActorRef self)
{
    /// <summary>Messages and bytes of one page: a good send, and no more than a subscriber takes in at once.</summary>
    private const int MaxPageMessages = 256;
    private const int MaxPageBytes = 64 * 1024;

    /// <summary>Sends a returning client its next page, unless it has left meanwhile.</summary>
    public void Read(TopicActor.CatchUp catchUp, IActorRef sender)
    {
        if (!fanOut.IsCatchingUp(catchUp.Request))
            return;

        if (home.Read(new PageRequest(catchUp, sender, RangeOf(catchUp))) is { } page)
            Replay(catchUp, page, isShared: true);
    }

    public void Read(TopicRequest.GetHistory query, IActorRef replyTo, TimeSpan now)
    {
        home.Log.Expire(now);

        var after = home.Log.StartOf(query.Since, query.Limit);
        if (home.Read(new PageRequest(query, replyTo, new PageRange(after, query.Limit, query.MaxBytes))) is { } page)
            Answer(query, page, replyTo);
    }

    /// <summary>A page was read from the disk. If the disk failed, a returning client is sent a gap and what is in memory.</summary>
    public void OnPage(in PageRequest request, LogPage? page, StorageFault? fault)
    {
        switch (request.Query)
        {
            case TopicActor.CatchUp catchUp when page is null: Replay(catchUp, ReadMemory(catchUp), isShared: true); break;
            case TopicActor.CatchUp catchUp: Replay(catchUp, page, isShared: false); break;
            case TopicRequest.GetHistory query when page is null: Refuse(query, request.ReplyTo, fault!); break;
            case TopicRequest.GetHistory query: Answer(query, page, request.ReplyTo); break;
        }
    }

    /// <summary>The topic stops. A client that catches up is told so with all other subscribers.</summary>
    public static void OnPageLost(in PageRequest request, StorageFault fault)
    {
        if (request.Query is TopicRequest.GetHistory query)
            Refuse(query, request.ReplyTo, fault);
    }

    private static PageRange RangeOf(TopicActor.CatchUp catchUp) => new(catchUp.After, MaxPageMessages, MaxPageBytes);

    private LogPage ReadMemory(TopicActor.CatchUp catchUp) => home.Log.Read(catchUp.After, MaxPageMessages, MaxPageBytes);

    private void Replay(TopicActor.CatchUp catchUp, LogPage page, bool isShared)
    {
        var subscribe = catchUp.Request;
        if (!fanOut.IsCatchingUp(subscribe))
            return;

        if (page.IsEnd)
            fanOut.FinishCatchUp(subscribe);

        var frames = fanOut.Replay(home.Log.Epoch, page.Messages, subscribe, isShared);
        telemetry.Histories.Replayed(frames.Count);
        subscribe.Subscriber.Tell(new Subscriber.Replayed(topic, self, frames, page, subscribe));
    }

    private void Answer(TopicRequest.GetHistory query, LogPage page, IActorRef replyTo) =>
        replyTo.Tell(TopicReply.History.Of(query, home.Log, page));

    private static void Refuse(TopicRequest.GetHistory query, IActorRef replyTo, StorageFault fault) =>
        replyTo.Tell(new TopicReply.Refused(fault.Code, fault.Message, query.Request));
}
