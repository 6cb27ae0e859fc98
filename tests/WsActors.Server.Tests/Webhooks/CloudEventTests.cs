using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>Bodies as the CNCF's own library reads them.</summary>
public sealed class CloudEventTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly WebhookMessages _messages = new(
        new WebhookOptions { Url = "http://127.0.0.1:1/hook", Source = "/node-7" }, new FakeTimeProvider(Now));

    [Fact]
    public void A_subscription_names_who_and_where()
    {
        var message = _messages.Ask(new AuthorizationRequest.Subscribe
        {
            Connection = new ConnectionId(1),
            User = "änn \"the\" one",
            Topic = TopicName.Parse("räume.1"),
        });
        var read = Read(message.Body);

        Assert.Equal("1.0", read.SpecVersion.VersionId);
        Assert.Equal((message.Id, "wsactors.subscribe", "räume.1"), (read.Id, read.Type, read.Subject));
        Assert.Equal(("/node-7", Now), (read.Source!.ToString(), read.Time));
        Assert.Equal(
            """{"connection":"0000000000000001","user":"änn \"the\" one","topic":"räume.1"}""", read.Data!.ToString());
    }

    [Theory]
    [InlineData("""{"a":[1,2.50]}""", ""","data":{"a":[1,2.50]}}""")]
    [InlineData("\"text\"", ",\"data\":\"text\"}")]
    public void A_publication_of_json_is_told_as_it_is(string payload, string expected)
    {
        Assert.True(Publication.TryParseJson(Encoding.UTF8.GetBytes(payload), out var publication, out _));

        Assert.EndsWith(expected, Told(publication), StringComparison.Ordinal);
    }

    [Fact]
    public void A_publication_of_bytes_is_told_in_base64() =>
        Assert.EndsWith(""","data":"AAH/","encoding":"base64"}""", Told(Publication.FromBinary(new byte[] { 0, 1, 255 })), StringComparison.Ordinal);

    [Fact]
    public void Every_event_has_its_type_and_subject()
    {
        var id = new ConnectionId(1);
        var topic = TopicName.Parse("room.1");
        (BackendEvent Happened, string Type, string Subject, string Data)[] expected =
        [
            (
                new BackendEvent.Connected(id, null, new IPEndPoint(IPAddress.Loopback, 5000)), "wsactors.connected", id.ToString(),
                """{"connection":"0000000000000001","user":null,"address":"127.0.0.1:5000"}"""),
            (
                new BackendEvent.Disconnected(id, "ann", CloseCode.GoingAway, TimeSpan.FromMilliseconds(1500)), "wsactors.disconnected", id.ToString(),
                """{"connection":"0000000000000001","user":"ann","code":1001,"reason":"going_away","seconds":1.5}"""),
            (new BackendEvent.TopicOccupied(topic), "wsactors.topic.occupied", "room.1", """{"topic":"room.1"}"""),
            (new BackendEvent.TopicVacated(topic), "wsactors.topic.emptied", "room.1", """{"topic":"room.1"}"""),
        ];

        Assert.All(expected, row =>
        {
            var read = Read(_messages.Tell(row.Happened).Body);
            Assert.Equal((row.Type, row.Subject, row.Data), (read.Type, read.Subject, read.Data!.ToString()));
        });
    }

    [Fact]
    public void No_two_messages_share_an_id()
    {
        var happened = new BackendEvent.TopicOccupied(TopicName.Parse("room.1"));

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => _messages.Tell(happened).Id).Distinct().Count());
    }

    private string Told(Publication publication) => Read(_messages.Ask(new AuthorizationRequest.Publish
    {
        Connection = new ConnectionId(1),
        User = null,
        Topic = TopicName.Parse("news"),
        Publication = publication,
    }).Body).Data!.ToString()!;

    private static CloudNative.CloudEvents.CloudEvent Read(byte[] body)
    {
        var read = new JsonEventFormatter<JsonElement>().DecodeStructuredModeMessage(
            body, new ContentType(CloudEvent.ContentType), extensionAttributes: null);
        Assert.True(read.IsValid);
        return read;
    }
}
