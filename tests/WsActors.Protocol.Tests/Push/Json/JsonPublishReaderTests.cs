using System.Text;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Tests.Push.Json;

public sealed class JsonPublishReaderTests
{
    [Fact]
    public void A_publication_may_bear_what_the_admin_API_takes_in_headers()
    {
        var publish = Assert.IsType<ClientCommand.Publish>(
            Read("""{"type":"publish","id":1,"topic":"a","data":[1],"key":"k","idempotencyKey":"once","except":"00000000000000ff"}"""));

        Assert.Equal(("k", "00000000000000ff", "once"), (publish.Publication.Key, publish.Publication.Except, publish.IdempotencyKey));
    }

    [Fact]
    public void A_batch_holds_its_messages_in_their_order_and_a_wrong_one_affects_only_itself()
    {
        var batch = Batch("""{"topic":"a","data":{"x":[1]}},7,{"topic":"","data":1},{"data":"no topic"},{"topic":"a","data":1,"key":""},[{"topic":"a"}],{"topic":"b","data":null}""");

        Assert.Equal("\"b\"", batch.Id?.Json);
        Assert.Equal(
            ["""a {"x":[1]}""", "malformed_command", "invalid_topic", "malformed_command", "malformed_command", "malformed_command", "b null"],
            batch.Messages.Select(Describe));
    }

    [Fact]
    public void The_id_may_stand_behind_the_messages() =>
        Assert.Equal("9", Read("""{"type":"publish","messages":[{"topic":"a","data":1}],"id":9}""").Request?.Json);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public void Messages_are_a_list_of_at_least_one(string messages) =>
        Assert.Equal("malformed_command", Describe(Read($$"""{"type":"publish","id":1,"messages":{{messages}}}""")));

    [Fact]
    public void A_field_name_with_half_a_surrogate_pair_spoils_the_batch() =>
        Assert.Equal("malformed_command", Describe(Read("""{"type":"publish","id":1,"messages":[{"\ud800":1}]}""")));

    [Fact]
    public void One_message_too_many_spoils_the_batch()
    {
        string Many(int count) => $$"""{"type":"publish","id":1,"messages":[{{string.Join(',', Enumerable.Repeat("""{"topic":"a","data":1}""", count))}}]}""";

        Assert.Equal(ClientCommand.MaxBatchMessages, Assert.IsType<ClientCommand.PublishBatch>(Read(Many(ClientCommand.MaxBatchMessages))).Messages.Count);
        Assert.Equal("batch_too_large", Describe(Read(Many(ClientCommand.MaxBatchMessages + 1))));
    }

    [Theory]
    [InlineData(Publication.MaxJsonDepth, true)]
    [InlineData(Publication.MaxJsonDepth + 1, false)]
    public void Data_nests_as_deep_as_the_admin_API_allows(int depth, bool isAllowed)
    {
        var data = new string('[', depth) + new string(']', depth);

        Assert.Equal(isAllowed, Read($$"""{"type":"publish","topic":"a","data":{{data}}}""") is ClientCommand.Publish);
        Assert.Equal(isAllowed, Read($$"""{"type":"publish","messages":[{"topic":"a","data":{{data}}}]}""") is ClientCommand.PublishBatch { Messages: [ClientCommand.Publish] });
    }

    private static ClientCommand.PublishBatch Batch(string messages) =>
        Assert.IsType<ClientCommand.PublishBatch>(Read($$"""{"type":"publish","id":"b","messages":[{{messages}}]}"""));

    private static string Describe(ClientCommand command) => command switch
    {
        ClientCommand.Publish publish => $"{publish.Topic} {Encoding.UTF8.GetString(publish.Publication.Payload.Span)}",
        ClientCommand.Invalid invalid => invalid.Code,
        _ => throw new ArgumentException("neither", nameof(command)),
    };

    private static ClientCommand Read(string json)
    {
        var commands = default(ClientCommands);
        JsonProtocol.Instance.Read(MessageKind.Text, Encoding.UTF8.GetBytes(json), ref commands);
        return commands[0];
    }
}
