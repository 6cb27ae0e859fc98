using System.Text;
using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A client that comes back to "news" with offset 2 of epoch "e", where the log stands at 4.</summary>
public abstract class CatchUpTest : ConnectionActorTest
{
    protected const string Json = "wsactors.v1.json";

    protected TopicRequest.Subscribe OpenReturning()
    {
        Open("/", Json);
        Transport.ClientSends(ClientFrame.Text("""{"type":"subscribe","id":1,"topic":"news","since":{"epoch":"e","offset":2}}"""));
        return Topics.ExpectMsg<TopicRequest.Subscribe>();
    }

    protected void ConfirmBehind(TopicRequest.Subscribe subscribe) => Connection.Tell(new Subscriber.Subscribed(
        subscribe.Topic == News ? News : subscribe.Topic, TopicRef, new TopicPosition("e", 4), new Recovery(true, null, After: 2), subscribe));

    protected void Replay(TopicRequest.Subscribe subscribe, string[] payloads, long after, bool isEnd, MissedRange? missed = null) =>
        Connection.Tell(new Subscriber.Replayed(
            News, TopicRef, [.. payloads.Select(Frame)], new LogPage([], missed, after, isEnd), subscribe));

    protected static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out var fault)
            ? publication
            : throw new ArgumentException(fault);
}
