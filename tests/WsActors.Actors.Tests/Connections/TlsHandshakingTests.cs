using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Connections;

/// <summary>Tests a connection on a TLS listener with a peer that does not use TLS.</summary>
public sealed class TlsHandshakingTests : ConnectionActorTest
{
    [Fact]
    public void Plain_http_is_answered_with_400_that_says_how_to_connect_and_the_stream_is_ended()
    {
        BeginAwaited();
        Transport.ClientSpeaksPlainHttp();
        Transport.ClientSends(Request("/echo"));

        ExpectSent("HTTP/1.1 400");
        ExpectSent("this port speaks TLS: use wss:// or https://");
        Eventually(() => Assert.True(Transport.SendingEnded));
        Transport.ClientEnds();
        ExpectStopped(ConnectionOutcome.Refused);
    }

    [Fact]
    public void A_peer_without_common_tls_is_let_go_and_counted_as_refused()
    {
        BeginAwaited();
        Transport.ClientFailsTls("tls_version");

        ExpectStopped(ConnectionOutcome.Refused);
        Assert.Empty(Transport.Sent);
    }

    private void BeginAwaited()
    {
        Begin();
        Eventually(() => Assert.True(Transport.IsAwaited));
    }
}
