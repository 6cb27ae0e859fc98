using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

public sealed class TcpReportTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_host_that_has_not_answered_a_retransmission_for_the_timeout_is_gone()
    {
        Assert.True(new TcpReport(0, Timeout, IsUnanswered: true).IsGone(Timeout));
        Assert.False(new TcpReport(0, Timeout - TimeSpan.FromMilliseconds(1), IsUnanswered: true).IsGone(Timeout));
    }

    [Fact]
    public void A_host_that_has_nothing_to_answer_is_not_gone() =>
        Assert.False(new TcpReport(0, TimeSpan.FromHours(1), IsUnanswered: false).IsGone(Timeout));

    [Fact]
    public void A_kernel_that_does_not_count_acknowledged_bytes_gives_no_report() =>
        Assert.Null(TcpReport.Parse(new byte[TcpReport.InfoBytes - 1]));

    [Fact]
    public void Retransmissions_and_window_probes_are_both_unanswered()
    {
        var info = new byte[TcpReport.InfoBytes];
        Assert.False(TcpReport.Parse(info)!.Value.IsUnanswered);

        info[2] = 1;
        Assert.True(TcpReport.Parse(info)!.Value.IsUnanswered);
        (info[2], info[3]) = (0, 1);
        Assert.True(TcpReport.Parse(info)!.Value.IsUnanswered);
    }
}
