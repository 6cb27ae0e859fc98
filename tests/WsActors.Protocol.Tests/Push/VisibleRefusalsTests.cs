using System.Text;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Protocol.Tests.Push;

/// <summary>The close codes and reasons that a browser's page sees in place of an HTTP status.</summary>
public sealed class VisibleRefusalsTests
{
    private static readonly HandshakeRequest Request = new()
    {
        Path = "/connect",
        Query = "",
        Host = "localhost",
        Origin = "https://app.example",
        Key = "dGhlIHNhbXBsZSBub25jZQ==",
    };

    public static TheoryData<HandshakeRefusal, int> Table => new()
    {
        { HandshakeRefusals.UnknownSubprotocol("wsactors.v1.json"), 4001 },
        { RouteRefusals.InvalidSince("no offset"), 4002 },
        { HandshakeRefusals.SeveralTokens, 4002 },
        { HandshakeRefusals.SubscribeForbidden("no client may"), 4003 },
        { HandshakeRefusals.OriginNotAllowed("https://app.example"), 4003 },
        { RouteRefusals.NotFound("/connect"), 4004 },
        { HandshakeRefusals.TooManyOfUser(3), 4104 },
        { HandshakeRefusals.TokenRequired, 4201 },
        { HandshakeRefusals.InvalidToken("expired"), 4201 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_status_that_a_page_can_do_something_about_has_a_close_code(HandshakeRefusal refusal, int code)
    {
        var shown = Show(Request, refusal)!;

        Assert.Equal((code, refusal.Message), (shown.Code.Value, shown.Reason));
        Assert.InRange(Encoding.UTF8.GetByteCount(shown.Reason), 1, 123);
    }

    [Fact]
    public void Overload_stays_plain_HTTP_since_101_would_cost_more()
    {
        Assert.Null(Show(Request, HandshakeRefusals.TooManyConnections(1)));
        Assert.Null(Show(Request, HandshakeRefusals.Overloaded(TimeSpan.FromSeconds(1))));
        Assert.Null(Show(Request, HandshakeRefusals.Draining(TimeSpan.Zero)));
        Assert.Null(Show(Request, HandshakeRefusals.Undecided));
    }

    [Theory]
    [InlineData(CloseCodeRecipients.Browsers, "https://app.example", true)]
    [InlineData(CloseCodeRecipients.Browsers, null, false)]
    [InlineData(CloseCodeRecipients.All, null, true)]
    [InlineData(CloseCodeRecipients.None, "https://app.example", false)]
    public void Who_gets_a_close_code_is_set(CloseCodeRecipients recipients, string? origin, bool isShown) =>
        Assert.Equal(isShown, Show(Request with { Origin = origin }, RouteRefusals.NotFound("/connect"), recipients) is not null);

    [Theory]
    [InlineData(RequestKind.EventStream)]
    [InlineData(RequestKind.Poll)]
    public void Plain_HTTP_keeps_its_status(RequestKind form) =>
        Assert.Null(Show(Request with { Form = form }, RouteRefusals.NotFound("/connect"), CloseCodeRecipients.All));

    [Fact]
    public void The_client_protocol_names_the_refusal_and_when_to_come_back()
    {
        var frames = FramesOf(Request, HandshakeRefusals.TooManyFromAddress(2));

        Assert.Contains("""{"type":"error","code":"too_many_from_address","message":"your address has 2 connections, as many as it may"}""", frames, StringComparison.Ordinal);
        Assert.Contains("""{"type":"goodbye","reason":"too_many_from_address","reconnectAfterMs":5000}""", frames, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/topics/news", "")]
    [InlineData("/topics/news", "wsactors.v1.json")]
    [InlineData("/echo", "wsactors.v1.plain")]
    [InlineData("/connect", "graphql-ws")]
    [InlineData("/nowhere", "")]
    public void Clients_that_may_not_speak_JSON_get_the_close_frame_alone(string path, string subprotocol) =>
        Assert.Empty(FramesOf(Request with { Path = path, Subprotocols = Offers(subprotocol) }, HandshakeRefusals.TokenRequired));

    [Theory]
    [InlineData("/push/connect", "")]
    [InlineData("/push", "bearer.secret")]
    [InlineData("/nowhere", "wsactors.v1.json")]
    public void Clients_that_speak_JSON_get_an_error_also_under_a_base(string path, string subprotocol) =>
        Assert.NotEmpty(FramesOf(Request with { Path = path, Subprotocols = Offers(subprotocol) }, HandshakeRefusals.TokenRequired));

    [Theory]
    [InlineData("graphql-ws", "graphql-ws")]
    [InlineData("bearer.secret,graphql-ws", "graphql-ws")]
    [InlineData("graphql-ws,wsactors.v1.json", "wsactors.v1.json")]
    [InlineData("bearer.secret", null)]
    [InlineData("", null)]
    public void One_of_the_offered_names_is_selected_or_a_browser_would_see_nothing(string offers, string? selected) =>
        Assert.Equal(selected, Show(Request with { Subprotocols = Offers(offers) }, RouteRefusals.NotFound("/connect"))!.Subprotocol);

    private static RefusalByClose? Show(
        HandshakeRequest request, HandshakeRefusal refusal, CloseCodeRecipients recipients = CloseCodeRecipients.Browsers) =>
        new VisibleRefusals(recipients, new RouteTable(ClientRoutes.Standard(), PathPrefix.Parse("/push"))).Of(request, refusal);

    private static string FramesOf(HandshakeRequest request, HandshakeRefusal refusal) =>
        Encoding.UTF8.GetString(Show(request, refusal)!.Frames.Span);

    private static string[] Offers(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
