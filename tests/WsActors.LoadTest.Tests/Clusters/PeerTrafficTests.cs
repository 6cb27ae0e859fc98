using WsActors.LoadTest.Clusters;

namespace WsActors.LoadTest.Tests.Clusters;

public sealed class PeerTrafficTests
{
    // Two ends of one connection, and one that has sent nothing.
    private const string Connections = """
        ESTAB 0      0      127.0.0.1:18082 127.0.0.1:41522
        	 cubic wscale:10,10 rto:201 rtt:0.035/0.012 mss:65483 bytes_sent:1200 bytes_acked:1200 bytes_received:80 segs_out:12
        ESTAB 0      0      127.0.0.1:41522 127.0.0.1:18082
        	 cubic wscale:10,10 rto:201 rtt:0.039/0.01 mss:65483 bytes_sent:80 bytes_retrans:7 bytes_acked:81 bytes_received:1200
        ESTAB 0      0      127.0.0.1:41523 127.0.0.1:18082
        	 cubic wscale:10,10 rto:200 rtt:0.018/0.009 mss:65483
        """;

    [Fact]
    public void What_both_ends_have_sent_is_added_up() => Assert.Equal(1280, PeerTraffic.Sum(Connections));
}
