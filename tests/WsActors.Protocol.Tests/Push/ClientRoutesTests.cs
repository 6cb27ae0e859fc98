using WsActors.Protocol.Clients.Echo;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Clients.Poll;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Push;

public sealed class ClientRoutesTests
{
    private const string Json = "wsactors.v1.json";

    [Theory]
    [InlineData("/")]
    [InlineData("/connect")]
    public void The_client_protocol_is_spoken_with_its_subprotocol(string path)
    {
        var route = Accepted(path, subprotocols: ["graphql-ws", Json]);
        Assert.Same(JsonProtocol.Instance, route.Protocol);
        Assert.Equal(Json, route.Subprotocol);
        Assert.Null(route.Topic);
    }

    [Fact]
    public void A_client_that_offers_nothing_speaks_the_client_protocol_too()
    {
        var route = Accepted("/connect");
        Assert.Same(JsonProtocol.Instance, route.Protocol);
        Assert.Null(route.Subprotocol);
    }

    [Fact]
    public void A_bearer_token_is_no_subprotocol_and_is_never_selected()
    {
        Assert.Null(Accepted("/connect", subprotocols: ["bearer.secret"]).Subprotocol);
        Assert.Equal(Json, Accepted("/connect", subprotocols: ["bearer.secret", Json]).Subprotocol);
    }

    [Theory]
    [InlineData("/topics/news")]
    [InlineData("/echo")]
    public void The_plain_subprotocol_is_selected_where_it_is_offered(string path) =>
        Assert.Equal("wsactors.v1.plain", Accepted(path, subprotocols: ["chat", "bearer.secret", "wsactors.v1.plain"]).Subprotocol);

    // A browser fails the connection if none of its offers is selected.
    [Theory]
    [InlineData("/topics/news")]
    [InlineData("/echo")]
    public void Where_the_path_says_what_is_spoken_the_first_offer_that_is_no_credential_is_selected(string path) =>
        Assert.Equal("chat", Accepted(path, subprotocols: ["bearer.secret", "chat", "other"]).Subprotocol);

    [Theory]
    [InlineData("/topics/news", "bearer.secret")]
    [InlineData("/topics/news", "Bearer.secret")]
    [InlineData("/echo", "BEARER.secret")]
    [InlineData("/echo", "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0")]
    [InlineData("/connect", "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0")]
    public void What_may_be_a_token_is_never_selected(string path, string token) =>
        Assert.Null(Accepted(path, subprotocols: [token]).Subprotocol);

    [Fact]
    public void A_client_that_offers_only_other_subprotocols_hears_which_is_spoken()
    {
        var refusal = Refused("/", subprotocols: ["graphql-ws"]);
        Assert.Equal((400, "unknown_subprotocol"), (refusal.Status, refusal.Name));
        Assert.Contains(Json, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Echo_is_the_connection_test() => Assert.Same(EchoProtocol.Instance, Accepted("/echo").Protocol);

    [Fact]
    public void A_topic_in_the_path_is_plain_mode()
    {
        var route = Accepted("/topics/news");
        Assert.Same(PlainProtocol.Instance, route.Protocol);
        Assert.Equal(TopicName.Parse("news"), route.Topic);
        Assert.Null(route.Since);
    }

    [Theory]
    [InlineData("/topics/a%2Fb", "a/b")]
    [InlineData("/topics/Gr%C3%B6%C3%9Fe", "Größe")]
    [InlineData("/topics/a+b", "a+b")]
    [InlineData("/topics/$node.stats", "$node.stats")]
    public void A_topic_in_the_path_is_percent_decoded(string path, string topic) =>
        Assert.Equal(topic, Accepted(path).Topic?.Value);

    [Theory]
    [InlineData("/topics/%zz")]
    [InlineData("/topics/%C3")]
    [InlineData("/topics/%0A")]
    [InlineData("/topics/%4")]
    public void A_topic_that_is_none_is_refused_by_name(string path) => Assert.Equal("invalid_topic", Refused(path).Name);

    [Theory]
    [InlineData("/topics/")]
    [InlineData("/topics")]
    [InlineData("/topics/a/b")]
    [InlineData("/Echo")]
    [InlineData("/echo/")]
    [InlineData("/metrics")]
    public void Any_other_path_is_404(string path) => Assert.Equal((404, "not_found"), (Refused(path).Status, Refused(path).Name));

    [Fact]
    public void Since_in_the_query_is_where_the_client_stopped()
    {
        var since = Accepted("/topics/news", "since=41&epoch=e7").Since;
        Assert.Equal(("e7", 41), (since?.Epoch, since?.Offset));
    }

    [Theory]
    [InlineData("", "Instance")]
    [InlineData("since=3", "Resuming")]
    public void A_poll_that_names_a_position_is_told_whether_it_was_recovered(string query, string expected)
    {
        var route = TestRoutes.Standard.Resolve(Request("/topics/news", query, null) with { Form = RequestKind.Poll }, out _);
        Assert.Same(expected == "Instance" ? PollProtocol.Instance : PollProtocol.Resuming, route!.Protocol);
    }

    [Fact]
    public void Since_without_an_epoch_means_whichever_is_current() => Assert.Null(Accepted("/topics/news", "since=0").Since?.Epoch);

    [Theory]
    [InlineData("since=")]
    [InlineData("since=-1")]
    [InlineData("since=1.5")]
    [InlineData("since=%201")]
    [InlineData("since=9223372036854775808")]
    public void Since_that_is_no_offset_is_refused_with_what_is_allowed(string query)
    {
        var refusal = Refused("/topics/news", query);
        Assert.Equal("invalid_since", refusal.Name);
        Assert.Contains("a whole number from 0", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since=1&epoch=", 0)]
    [InlineData("since=1&epoch=12345678901234567890123456789012345678901234567890123456789012345", 65)]
    public void An_epoch_that_no_log_can_have_is_refused_with_what_is_allowed(string query, int length) =>
        Assert.Equal($"since is wrong: the epoch is {length} characters: 1 to 64 are allowed", Refused("/topics/news", query).Message);

    [Theory]
    [InlineData("since=e7-41")]
    [InlineData("since=e7-41&epoch=e7")]
    public void Since_may_hold_its_epoch(string query)
    {
        var since = Accepted("/topics/news", query).Since;
        Assert.Equal(("e7", 41), (since?.Epoch, since?.Offset));
    }

    [Fact]
    public void Since_of_one_epoch_with_another_beside_it_is_refused() =>
        Assert.Equal("since and epoch name different epochs: leave epoch out", Refused("/topics/news", "since=e7-41&epoch=e8").Message);

    [Theory]
    [InlineData("e8-50", "e8", 50)]
    [InlineData("50", "e7", 50)]
    public void Last_event_id_of_a_stream_is_newer_than_its_address(string id, string epoch, long offset)
    {
        var request = Request("/topics/news", "since=41&epoch=e7", null) with { Form = RequestKind.EventStream, LastEventId = id };
        var since = TestRoutes.Standard.Resolve(request, out _)!.Since;
        Assert.Equal((epoch, offset), (since?.Epoch, since?.Offset));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("format=json", true)]
    public void An_event_stream_carries_the_client_protocols_messages_on_request(string query, bool isJson)
    {
        var route = TestRoutes.Standard.Resolve(Request("/topics/news", query, null) with { Form = RequestKind.EventStream }, out _);

        Assert.Same(isJson ? EventStreamProtocol.Json : EventStreamProtocol.Instance, route!.Protocol);
    }

    [Fact]
    public void An_unknown_format_of_an_event_stream_is_refused()
    {
        var request = Request("/topics/news", "format=xml", null) with { Form = RequestKind.EventStream };

        Assert.Null(TestRoutes.Standard.Resolve(request, out var refusal));
        Assert.Equal((400, "invalid_format", "format must be \"json\", or be left out"), (refusal!.Status, refusal.Name, refusal.Message));
    }

    [Theory]
    [InlineData("/connect", "resume=true", true)]
    [InlineData("/connect", "resume=1", true)]
    [InlineData("/topics/news", "since=7", true)]
    [InlineData("/connect", "", false)]
    [InlineData("/connect", "resume=false", false)]
    [InlineData("/topics/news", "", false)]
    public void Who_was_connected_a_moment_ago_says_so_or_names_what_it_has_seen(string path, string query, bool isResuming) =>
        Assert.Equal(isResuming, Accepted(path, query).IsResuming);

    private static ConnectionRoute Accepted(string path, string query = "", string[]? subprotocols = null)
    {
        var route = TestRoutes.Standard.Resolve(Request(path, query, subprotocols), out var refusal);
        Assert.Null(refusal);
        return route!;
    }

    private static HandshakeRefusal Refused(string path, string query = "", string[]? subprotocols = null)
    {
        Assert.Null(TestRoutes.Standard.Resolve(Request(path, query, subprotocols), out var refusal));
        return refusal!;
    }

    private static HandshakeRequest Request(string path, string query, string[]? subprotocols) => new()
    {
        Path = path,
        Query = query,
        Host = "localhost",
        Key = "dGhlIHNhbXBsZSBub25jZQ==",
        Subprotocols = subprotocols ?? [],
    };
}
