using Akka.Actor;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Batches of clients without an API key: the rules and the rate count for each message.</summary>
public sealed class ClientBatchTests : ConnectionActorTest
{
    public ClientBatchTests()
    {
        Settings = new PushSettings { CommandsPerSecond = 10, CommandBurst = 5 };
        Rules =
        [
            new TopicRule { Match = "closed", Publish = Permission.Nobody },
            new TopicRule { Match = "asked", Publish = Permission.Webhook },
            new TopicRule { Match = "*", Publish = Permission.Anyone },
        ];
    }

    [Fact]
    public void Only_what_the_rules_allow_is_published_and_nobody_is_told_how_many_subscribe()
    {
        Open("/connect");
        Send("""{"type":"publish","id":1,"messages":[{"topic":"closed","data":1},{"topic":"asked","data":1},{"topic":"news","data":1},{"topic":"news","data":1,"idempotencyKey":"k"}]}""");

        var batch = Topics.ExpectMsg<PublishBatch>();
        var publish = Assert.Single(Assert.Single(batch.ByTopic).Publications);
        batch.ReplyTo.Tell(new TopicReply.Published(News, new TopicPosition("e", 4), 9, publish.Request));

        ExpectSent("""{"type":"published","id":1,"results":[{"error":{"code":"publish_forbidden","message":"the rule of topic closed lets no client publish""");
        ExpectSent("""{"error":{"code":"publish_forbidden","message":"the application decides about each publication to topic asked: publish it by itself, not in a batch"}},{"offset":4},{"error":""");
        ExpectSent("""are for back ends: connect with an API key, see WsActors:Push:AcceptApiKeys"}}]}""");
    }

    [Fact]
    public void Each_message_counts_as_a_command()
    {
        Open("/connect");
        Send($$"""{"type":"publish","id":1,"messages":[{{string.Join(',', Enumerable.Repeat("""{"topic":"news","data":1}""", 5))}}]}""");
        Assert.Equal(5, Topics.ExpectMsg<PublishBatch>().ByTopic[0].Publications.Count);

        Send("""{"type":"ping","id":2}""");
        ExpectSent("""{"type":"error","id":2,"code":"rate_limited",""");
    }

    [Fact]
    public void A_publication_with_a_back_ends_field_is_refused()
    {
        Open("/connect");
        Send("""{"type":"publish","id":1,"topic":"news","data":1,"except":"00000000000000ff"}""");

        ExpectSent("""{"type":"error","id":1,"code":"publish_forbidden",""");
    }

    private void Send(string command) => Transport.ClientSends(ClientFrame.Text(command));
}
