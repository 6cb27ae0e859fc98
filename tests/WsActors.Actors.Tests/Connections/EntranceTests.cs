using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Routing;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Tests which origins may connect, by which path, and what clients receive while nothing happens.</summary>
public sealed class EntranceTests : ConnectionActorTest
{
    [Fact]
    public void A_page_of_an_origin_that_is_not_allowed_is_answered_403()
    {
        Settings = new PushSettings { AllowedOrigins = ["https://*.example.com"], RefuseWithCloseCode = CloseCodeRecipients.None };
        Begin();
        Transport.ClientSends(RequestFrom("https://evil.test"));

        ExpectSent("HTTP/1.1 403");
        ExpectSent("origin_not_allowed: pages of https://evil.test may not connect");
    }

    [Theory]
    [InlineData("push.example", "HTTP/1.1 101")]
    [InlineData("evil.test", "HTTP/1.1 403")]
    public void A_request_under_another_name_than_the_settings_list_is_answered_403(string host, string answer)
    {
        Settings = new PushSettings { AllowedHosts = ["push.example"] };
        Begin();
        Transport.ClientSends(Request("/connect").Replace("Host: localhost", $"Host: {host}", StringComparison.Ordinal));

        ExpectSent(answer);
    }

    [Fact]
    public void A_page_of_an_allowed_origin_is_let_in()
    {
        Settings = new PushSettings { AllowedOrigins = ["https://*.example.com"] };
        Begin();
        Transport.ClientSends(RequestFrom("https://app.example.com"));

        ExpectSent("HTTP/1.1 101");
    }

    [Fact]
    public void A_client_that_sends_no_origin_is_let_in()
    {
        Settings = new PushSettings { AllowedOrigins = ["https://*.example.com"] };

        Open("/echo");
    }

    [Fact]
    public void A_path_under_the_base_is_the_path_behind_it()
    {
        Settings = new PushSettings { PathBase = "/push/" };
        Begin();
        Transport.ClientSends(Request("/push/topics/news"));

        ExpectSent("HTTP/1.1 101");
        Topics.ExpectMsg<TopicRequest.Subscribe>(subscribe => subscribe.Topic == News);
    }

    [Fact]
    public void A_path_outside_of_the_base_is_answered_404_with_the_paths_that_are_there()
    {
        Settings = new PushSettings { PathBase = "/push/" };
        Begin();
        Transport.ClientSends(Request("/topics/news"));

        ExpectSent("HTTP/1.1 404");
        ExpectSent("/push/topics/{topic}");
    }

    [Fact]
    public void A_client_that_asked_for_it_hears_a_message_with_each_ping()
    {
        Open("/connect?keepalive=message");
        ExpectSent("welcome");

        Pass(Settings.KeepAliveInterval);

        ExpectSent("\u0089\u0008");
        ExpectSent("""{"type":"keepalive"}""");
    }

    [Fact]
    public void A_client_that_did_not_ask_hears_the_ping_alone()
    {
        Open("/connect");
        ExpectSent("welcome");

        Pass(Settings.KeepAliveInterval);

        ExpectSent("\u0089\u0008");
        Assert.DoesNotContain("keepalive\"}", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_alive_messages_do_not_keep_a_connection_that_is_subscribed_to_nothing()
    {
        Settings = new PushSettings { IdleTimeout = TimeSpan.FromSeconds(40) };
        Open("/connect?keepalive=message");
        Pass(Settings.KeepAliveInterval);
        ExpectSent("keepalive\"}");
        Transport.ClientSends(ClientFrame.Pong([]));

        Pass(TimeSpan.FromSeconds(15));

        ExpectClose(4102);
    }

    private static string RequestFrom(string origin) =>
        Request("/echo").Replace("\r\n\r\n", $"\r\nOrigin: {origin}\r\n\r\n", StringComparison.Ordinal);
}
