using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Tests.Server;

public sealed class MetricsPageTests
{
    private static readonly MetricsPage Page = new(
        "# HELP wsactors_connections Connections now\n" +
        "wsactors_connections{scope=\"WsActors\",state=\"open\"} 3 1700000000000\n" +
        "wsactors_connections{scope=\"WsActors\",state=\"closing\"} 2\n" +
        "wsactors_connections_accepted_total{scope=\"WsActors\"} 99\n" +
        "plain_metric 1.5e3\n");

    [Fact]
    public void All_labels_are_summed_and_longer_names_are_others() => Assert.Equal(5, Page.Sum("wsactors_connections"));

    [Fact]
    public void One_label_can_be_picked() => Assert.Equal(3, Page.Sum("wsactors_connections", "state=\"open\""));

    [Fact]
    public void A_metric_without_labels_is_read() => Assert.Equal(1500, Page.Sum("plain_metric"));

    [Fact]
    public void A_metric_that_is_not_there_is_null() => Assert.Null(Page.Sum("wsactors_topics"));
}
