using System.Collections.Immutable;
using System.Text.Json;
using Akka.Actor;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Buckets;

/// <summary>
/// A subscriber that does what a connection and its client do: subscribes, catches up, returns with its position when it is told that the log is lost. It
/// notes each message with its position, and each gap.
/// </summary>
internal sealed class ReadingSubscriber : UntypedActor
{
    private readonly TopicName _topic;
    private readonly IActorRef _topics;
    private readonly Reading _reading;

    public ReadingSubscriber(TopicName topic, IActorRef topics, Reading reading) => (_topic, _topics, _reading) = (topic, topics, reading);

    public static Props Props(TopicName topic, IActorRef topics, Reading reading) =>
        Akka.Actor.Props.Create(() => new ReadingSubscriber(topic, topics, reading));

    protected override void PreStart() => Subscribe();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Subscriber.Subscribed subscribed: OnSubscribed(subscribed); break;
            case Subscriber.Replayed replayed: OnReplayed(replayed); break;
            case Subscriber.Deliver deliver: Read(deliver.Frame); break;
            case Subscriber.TopicLost or Subscriber.SubscribeRefused: Subscribe(); break;
            case Subscriber.DeliveryProbe probe: Sender.Tell(probe); break;
        }
    }

    private void Subscribe() => _topics.Tell(
        new TopicRequest.Subscribe(_topic, Self, JsonProtocol.Instance) { Since = _reading.Position is { } position ? SinceRequest.From(position) : null });

    private void OnSubscribed(Subscriber.Subscribed subscribed)
    {
        if (subscribed.Recovery is { IsComplete: false })
            _reading.OnGap();
        if (_reading.Position is null || subscribed.Recovery is { IsComplete: false })
            _reading.Position = subscribed.Position with { Offset = subscribed.Recovery?.After ?? subscribed.Position.Offset };
        if (!subscribed.IsLive)
            subscribed.TopicRef.Tell(new TopicActor.CatchUp(subscribed.Request, subscribed.Recovery!.After));
    }

    private void OnReplayed(Subscriber.Replayed replayed)
    {
        foreach (var frame in replayed.Frames)
            Read(frame);
        if (!replayed.Page.IsEnd)
            replayed.TopicRef.Tell(new TopicActor.CatchUp(replayed.Request, replayed.Page.After));
    }

    private void Read(byte[] frames)
    {
        foreach (var frame in ServerFrame.ReadAll(frames))
        {
            var json = JsonSerializer.Deserialize<JsonElement>(frame.Text);
            _reading.OnMessage(json.GetProperty("offset").GetInt64(), json.GetProperty("data").GetString()!);
        }
    }

    /// <summary>The messages that a subscriber has read, in any number of lives. Safe on any thread.</summary>
    internal sealed class Reading
    {
        private ImmutableList<string> _texts = [];

        public TopicPosition? Position { get; set; }

        public IReadOnlyList<string> Texts => Volatile.Read(ref _texts);

        public int Gaps { get; private set; }

        public string? Fault { get; private set; }

        public void OnGap() => Gaps++;

        public void OnMessage(long offset, string text)
        {
            if (offset != Position!.Offset + 1)
                Fault ??= $"message {offset} \"{text}\" follows {Position.Offset}";
            Position = Position with { Offset = offset };
            Volatile.Write(ref _texts, _texts.Add(text));
        }
    }
}
