using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Topics;

/// <summary>A page comes from the disk when the client that asked for it has left, or has come again.</summary>
public sealed class LateStoredPageTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly MemoryHistoryStore _store = new();
    private readonly IActorRef _topics;
    private readonly TestProbe _subscriber;

    public LateStoredPageTests()
    {
        var history = new HistoryRule { Messages = 100, Durable = true, Age = TimeSpan.FromMinutes(5) };
        var settings = new TopicSettings { Rules = [new TopicRule { Match = "*", History = history }], MaxHistoryBytes = 1024 };
        var storage = new TopicStorage(_store, new StorageSettings(), Telemetry.Storage);
        _topics = Sys.ActorOf(TopicsActor.Props(settings, new TopicRules(settings.Rules), Clock, Telemetry, storage: storage));
        _subscriber = CreateTestProbe();
    }

    [Fact]
    public void A_subscription_that_replaces_another_is_not_brought_to_its_end_by_a_page_of_that_one()
    {
        var epoch = Publish(20).Epoch;
        var first = Subscribe(epoch);
        _store.IsHeld = true;
        first.TopicRef.Tell(new TopicActor.CatchUp(first.Request, 3), _subscriber);
        Eventually(() => Assert.Single(_store.Held.OfType<StorageRequest.ReadPage>()));

        first.TopicRef.Tell(new TopicActor.Unsubscribe(_subscriber));
        var second = Subscribe(epoch);
        _store.IsHeld = false;
        _store.Release();
        second.TopicRef.Tell(new TopicActor.CatchUp(second.Request, 3), _subscriber);

        var replayed = _subscriber.ExpectMsg<Subscriber.Replayed>();
        Assert.Same(second.Request, replayed.Request);
        Assert.Equal(4, replayed.Page.Messages[0].Offset);
    }

    [Fact]
    public void A_client_that_has_left_is_not_made_live_by_a_page_that_comes_late()
    {
        var epoch = Publish(20).Epoch;
        var first = Subscribe(epoch);
        _store.IsHeld = true;
        first.TopicRef.Tell(new TopicActor.CatchUp(first.Request, 3), _subscriber);
        Eventually(() => Assert.Single(_store.Held.OfType<StorageRequest.ReadPage>()));

        first.TopicRef.Tell(new TopicActor.Unsubscribe(_subscriber));
        _store.IsHeld = false;
        _store.Release();

        Publish(1);
        _subscriber.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(0, Telemetry.Figures.Subscriptions);
    }

    private Subscriber.Subscribed Subscribe(string epoch)
    {
        var since = SinceRequest.From(new TopicPosition(epoch, 3));
        _topics.Tell(new TopicRequest.Subscribe(News, _subscriber, JsonProtocol.Instance) { Since = since });
        return _subscriber.ExpectMsg<Subscriber.Subscribed>();
    }

    private TopicPosition Publish(int count)
    {
        var position = new TopicPosition("none", 0);
        for (var i = 0; i < count; i++)
        {
            Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes($"{i}"), out var publication, out _));
            _topics.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi), TestActor);
            position = ExpectMsg<TopicReply.Published>().Position;
        }

        return position;
    }
}
