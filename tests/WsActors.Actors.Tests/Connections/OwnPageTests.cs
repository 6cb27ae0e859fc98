using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Requests of the server's own pages, and requests about which the access has nothing to decide.</summary>
public sealed class OwnPageTests : ConnectionActorTest
{
    public OwnPageTests() => Settings = new PushSettings { AllowedOrigins = ["https://app.example.com"], RefuseWithCloseCode = CloseCodeRecipients.None };

    [Fact]
    public void A_page_of_the_server_itself_is_let_in_from_an_origin_that_is_not_allowed()
    {
        Access = new PageAccess("page");
        Begin();
        Transport.ClientSends(Request("/connect", "bearer.page", "http://admin.example.com:8081"));

        ExpectSent("HTTP/1.1 101");
    }

    [Fact]
    public void Another_page_of_that_origin_is_not()
    {
        Access = new PageAccess("page");
        Begin();
        Transport.ClientSends(Request("/connect", "bearer.other", "http://admin.example.com:8081"));

        ExpectSent("origin_not_allowed");
    }

    [Fact]
    public void A_request_that_does_not_concern_the_access_is_let_in_without_asking_it()
    {
        Access = new PageAccess("page");

        Open("/echo");
    }

    /// <summary>Admits one page by its token, and would leave everybody else waiting.</summary>
    private sealed class PageAccess(string token) : IAccess
    {
        public bool Concerns(HandshakeRequest request) => IsOfOwnPage(request);

        public bool IsOfOwnPage(HandshakeRequest request) => request.Subprotocols.Contains($"bearer.{token}");

        public void Decide(ConnectRequest request)
        {
            if (IsOfOwnPage(request.Request))
                request.Admit();
        }
    }
}
