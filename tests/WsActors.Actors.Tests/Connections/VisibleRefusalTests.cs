using Akka.Actor;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A browser is refused with 101 and a close code; for everybody else that is a refusal like any other.</summary>
public sealed class VisibleRefusalTests : ConnectionActorTest
{
    private const string Page = "https://app.example";

    [Fact]
    public void A_browser_is_refused_with_a_close_code_and_the_stream_ends_after_the_close_handshake()
    {
        BeginWith(Request("/nowhere", origin: Page));

        ExpectSent("HTTP/1.1 101");
        ExpectClose(4004);
        Assert.False(Transport.SendingEnded);
        Transport.ClientSends(ClientFrame.Close(4004));
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void A_client_without_an_origin_keeps_the_status()
    {
        BeginWith(Request("/nowhere"));

        ExpectSent("HTTP/1.1 404");
    }

    [Theory]
    [InlineData(CloseCodeRecipients.None, Page, "HTTP/1.1 404")]
    [InlineData(CloseCodeRecipients.Browsers, Page, "HTTP/1.1 101")]
    [InlineData(CloseCodeRecipients.All, null, "HTTP/1.1 101")]
    public void The_settings_say_whom_a_close_code_refuses(CloseCodeRecipients recipients, string? origin, string answer)
    {
        Settings = new PushSettings { RefuseWithCloseCode = recipients };
        BeginWith(Request("/nowhere", origin: origin));

        ExpectSent(answer);
    }

    [Fact]
    public void A_client_that_never_answers_the_close_is_cut_after_CloseTimeout()
    {
        BeginWith(Request("/nowhere", origin: Page));
        ExpectClose(4004);

        Pass(Settings.CloseTimeout);

        ExpectStopped(ConnectionOutcome.Refused);
        Assert.True(Transport.Aborted);
    }

    [Fact]
    public void It_was_never_open_and_the_application_is_told_nothing()
    {
        var backend = new Listener();
        BeginWith(Request("/topics/news", origin: Page), backend, new TopicRule { Match = "news", Subscribe = Permission.Nobody });

        ExpectClose(4003);
        Assert.Equal(ConnectionPhase.Closing, Snapshot().Phase);
        Assert.Equal(0, Telemetry.Figures.Open);
        Assert.Null(Snapshot().Protocol);
        Transport.ClientSends(ClientFrame.Close(4003));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
        Assert.Equal(0, backend.EventCount);
        Topics.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Overload_and_malformed_requests_stay_plain_HTTP()
    {
        Begin(HandshakeRefusals.TooManyConnections(10));
        Transport.ClientSends(Request("/echo", origin: Page));

        ExpectSent("HTTP/1.1 503");
    }

    [Fact]
    public void An_address_with_too_many_connections_is_told_to_back_off()
    {
        Begin(HandshakeRefusals.TooManyFromAddress(10));
        Transport.ClientSends(Request("/connect", origin: Page));

        ExpectSent("your address has 10 connections");
        ExpectClose(4104);
    }

    [Fact]
    public void A_request_that_is_decided_later_is_refused_the_same_way()
    {
        var access = new Denying();
        Access = access;
        BeginWith(Request("/connect", "wsactors.v1.json, bearer.secret", Page));

        ExpectSent("\"code\":\"token_required\"");
        ExpectClose(4201);
        Assert.Contains("Sec-WebSocket-Protocol: wsactors.v1.json\r\n", Transport.SentText, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Transport.SentText, StringComparison.Ordinal);
    }

    private void BeginWith(string request, IBackend? backend = null, params TopicRule[] rules)
    {
        Rules = rules;
        Backend = backend ?? Backend;
        Begin();
        Transport.ClientSends(request);
    }

    private sealed class Denying : IAccess
    {
        public void Decide(ConnectRequest request) => request.Deny(HandshakeRefusals.TokenRequired);

        public void Refresh(RefreshRequest refresh) => throw new InvalidOperationException("nobody came in");
    }

    private sealed class Listener : IBackend
    {
        public int EventCount { get; private set; }

        public bool WantsConnectionEvents => true;

        public void Decide(AuthorizationRequest request, IActorRef replyTo) => throw new InvalidOperationException("nobody is to be asked");

        public void Tell(BackendEvent happened) => EventCount++;
    }
}
