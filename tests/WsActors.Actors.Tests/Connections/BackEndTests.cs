using Akka.Actor;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Actors.Tests.Backend;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A connection with an API key: it publishes like the admin API, and the limits of clients do not apply to it.</summary>
public sealed class BackEndTests : ConnectionActorTest
{
    private readonly WaitingAccess _door = new();

    public BackEndTests()
    {
        Access = _door;
        Rules = [new TopicRule { Match = "*", Publish = Permission.Nobody, Subscribe = Permission.Webhook }];
    }

    [Fact]
    public void It_publishes_where_no_client_may_and_is_told_what_the_admin_API_tells()
    {
        OpenBackEnd();
        Send("""{"type":"publish","id":1,"topic":"news","data":1,"key":"k","idempotencyKey":"once","except":"00000000000000ff"}""");

        var publish = Topics.ExpectMsg<TopicRequest.Publish>();
        Assert.Equal((PublicationSource.BackEnd, "once"), (publish.Source, publish.IdempotencyKey));
        Assert.Equal(("k", "00000000000000ff"), (publish.Publication.Key, publish.Publication.Except));
        Answer(publish, offset: 5, subscribers: 3);

        ExpectSent("""{"type":"published","id":1,"epoch":"e","offset":5,"subscribers":3}""");
    }

    [Fact]
    public void A_batch_reaches_each_topic_in_one_message_and_has_one_answer_in_its_order()
    {
        OpenBackEnd();
        Send("""{"type":"publish","id":"b","messages":[{"topic":"a","data":1},{"topic":"b","data":2},{"data":3},{"topic":"a","data":4}]}""");

        var batch = Topics.ExpectMsg<PublishBatch>();
        Assert.Equal([("a", 2), ("b", 1)], batch.ByTopic.Select(many => (many.Topic.Value, many.Publications.Count)));
        foreach (var (publish, offset) in batch.ByTopic.Reverse().SelectMany(many => many.Publications).Zip([1, 2, 3]))
            batch.ReplyTo.Tell(new TopicReply.Published(publish.Topic, new TopicPosition("e", offset), 0, publish.Request) { IsRepeated = offset == 3 });

        ExpectSent(
            """{"type":"published","id":"b","results":[{"epoch":"e","offset":2,"subscribers":0},{"epoch":"e","offset":1,"subscribers":0},"""
            + """{"error":{"code":"malformed_command","message":"\"topic\" must be a string: the topic's name"}},{"epoch":"e","offset":3,"subscribers":0,"repeated":true}]}""");
    }

    [Fact]
    public void A_batch_without_a_valid_message_is_answered_at_once()
    {
        OpenBackEnd();
        Send("""{"type":"publish","id":1,"messages":[7,{"topic":"a"}]}""");

        ExpectSent("""{"type":"published","id":1,"results":[{"error":{"code":"malformed_command",""");
        Topics.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void The_keys_quota_counts_each_message_and_a_refused_batch_publishes_nothing()
    {
        _door.Quota = new TinyQuota(2);
        OpenBackEnd();
        Send("""{"type":"publish","id":1,"messages":[{"topic":"a","data":1},{"topic":"a","data":1},{"topic":"a","data":1}]}""");
        ExpectSent("""{"type":"error","id":1,"code":"rate_limited","message":"the key exceeds 10 publications per second: try again in 250 ms"}""");

        Send("""{"type":"publish","id":2,"messages":[{"topic":"a","data":1},{"topic":"a","data":2}]}""");
        Assert.Equal(2, Topics.ExpectMsg<PublishBatch>().ByTopic[0].Publications.Count);
    }

    [Fact]
    public void The_rate_of_clients_does_not_bind_it()
    {
        Settings = new PushSettings { CommandsPerSecond = 1, CommandBurst = 1 };
        OpenBackEnd();
        for (var id = 0; id < 20; id++)
            Send($$"""{"type":"ping","id":{{id}}}""");
        Transport.ClientSends(ClientFrame.Ping("p"u8));

        ExpectSent("""{"type":"pong","id":19}""");
        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void Nothing_is_read_while_too_many_of_its_requests_wait_for_topics()
    {
        OpenBackEnd();
        for (var id = 0; id < UnansweredRequests.MaxCount; id++)
            Send($$"""{"type":"publish","id":{{id}},"topic":"news","data":{{id}}}""");
        var first = Topics.ExpectMsg<TopicRequest.Publish>();
        Topics.ReceiveN(UnansweredRequests.MaxCount - 1);
        Send("""{"type":"publish","id":"more","topic":"news","data":1}""");
        Snapshot();
        Topics.ExpectNoMsg(TimeSpan.FromMilliseconds(20));

        Answer(first, offset: 1);

        Assert.Equal("\"more\"", Topics.ExpectMsg<TopicRequest.Publish>().Request?.Json);
    }

    [Fact]
    public void It_may_be_silent_for_hours()
    {
        OpenBackEnd();
        Pass(TimeSpan.FromHours(3));
        Transport.ClientSends(ClientFrame.Pong([]));

        Assert.Equal(ConnectionPhase.Open, Snapshot().Phase);
    }

    [Fact]
    public void It_subscribes_without_being_a_member_and_the_application_is_not_asked()
    {
        var backend = new FakeBackend();
        Backend = backend;
        OpenBackEnd();
        Send("""{"type":"subscribe","id":1,"topic":"news"}""");

        Assert.True(Topics.ExpectMsg<TopicRequest.Subscribe>().IsUnruled);
        Assert.Equal((0, 0), (backend.WaitingRequests, backend.UnreadEvents));
    }

    [Fact]
    public void Its_key_cannot_be_replaced_by_a_token()
    {
        OpenBackEnd();
        Send("""{"type":"refresh","id":1,"token":"t"}""");

        ExpectSent("\"code\":\"invalid_token\"");
    }

    [Fact]
    public void An_answer_after_the_end_is_ignored()
    {
        OpenBackEnd();
        Send("""{"type":"publish","id":1,"messages":[{"topic":"a","data":1}]}""");
        var batch = Topics.ExpectMsg<PublishBatch>();
        Transport.ClientSends(ClientFrame.Close(1000));
        ExpectClose(1000);
        batch.ReplyTo.Tell(new TopicReply.Published(News, new TopicPosition("e", 1), 0, batch.ByTopic[0].Publications[0].Request));
        Transport.ClientEnds();

        ExpectStopped(ConnectionOutcome.Closed);
    }

    [Fact]
    public void Except_has_to_be_a_connection_id_and_the_only_exclusion()
    {
        OpenBackEnd();
        Send("""{"type":"publish","id":1,"topic":"news","data":1,"except":"nobody"}""");
        ExpectSent("""{"type":"error","id":1,"code":"malformed_command","message":"the excepted connection is one connection id""");

        Send("""{"type":"publish","id":2,"topic":"news","data":1,"except":"00000000000000ff","echo":false}""");
        ExpectSent("""{"type":"error","id":2,"code":"malformed_command",""");
    }

    private void OpenBackEnd()
    {
        Begin();
        Transport.ClientSends(Request("/connect"));
        (_door.Next() with { Identity = new Identity { ApiKey = 1 } }).Admit();
        ExpectSent("\"backEnd\":true");
    }

    private void Send(string command) => Transport.ClientSends(ClientFrame.Text(command));

    private void Answer(TopicRequest.Publish publish, long offset, int subscribers = 0) =>
        Connection.Tell(new TopicReply.Published(publish.Topic, new TopicPosition("e", offset), subscribers, publish.Request));
}
