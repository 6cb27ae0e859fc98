using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.Homes;

/// <summary>A publication on its way to the disk.</summary>
/// <param name="Publish">The request.</param>
/// <param name="Publisher">The actor that is answered.</param>
/// <param name="AcceptedAt">The time at which it arrived, on the node's clock.</param>
internal readonly record struct WaitingPublication(TopicRequest.Publish Publish, IActorRef Publisher, TimeSpan AcceptedAt)
{
    /// <summary>Bytes that it counts for while it waits: its payload, and the objects around it.</summary>
    public long Bytes => BytesOf(Publish);

    public static long BytesOf(TopicRequest.Publish publish) => publish.Publication.Payload.Length + 256;

    /// <summary>The bytes of all publications in a message; 0 for any other message.</summary>
    public static long BytesOf(object message) => message switch
    {
        TopicRequest.Publish publish => BytesOf(publish),
        TopicRequest.PublishMany many => many.Publications.Sum(BytesOf),
        _ => 0,
    };
}
